ALTER TABLE `audit_events` ADD `subject` text;--> statement-breakpoint
CREATE INDEX `audit_events_subject` ON `audit_events` (`tenant_id`,`subject`,`id`) WHERE subject is not null;--> statement-breakpoint
ALTER TABLE `users` ADD `name_key` text;--> statement-breakpoint
ALTER TABLE `users` ADD `credentials_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `users_tenant_status` ON `users` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `users_tenant_unverified` ON `users` (`tenant_id`,`id`) WHERE email_verified_at is null;--> statement-breakpoint
CREATE INDEX `users_tenant_name` ON `users` (`tenant_id`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `users_deleted` ON `users` (`tenant_id`,`id`) WHERE status = 'deleted';--> statement-breakpoint
ALTER TABLE `verification_tokens` ADD `counterpart` text;--> statement-breakpoint
CREATE INDEX `verification_tokens_expires` ON `verification_tokens` (`expires_at`);--> statement-breakpoint
-- Beyond ASCII the case of a name is folded when it is written next.
UPDATE `users` SET `name_key` = lower(`name`) WHERE `name` IS NOT NULL;
