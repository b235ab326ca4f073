-- reviewed: external_id is new, so that no two rows have one yet.
ALTER TABLE `tenants` ADD `sessions_ended_at` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `pending_since` integer;--> statement-breakpoint
CREATE INDEX `tenants_pending` ON `tenants` (`pending_since`) WHERE pending_since is not null;--> statement-breakpoint
ALTER TABLE `users` ADD `external_id` text;--> statement-breakpoint
ALTER TABLE `users` ADD `invited_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `invitation_expires_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `last_sign_in_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `users_tenant_external_id` ON `users` (`tenant_id`,`external_id`) WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX `users_tenant_domain` ON `users` (`tenant_id`,substr(`email_key`, instr(`email_key`, '@') + 1),`id`);--> statement-breakpoint
CREATE INDEX `users_tenant_invited` ON `users` (`tenant_id`,`id`) WHERE invitation_expires_at is not null;