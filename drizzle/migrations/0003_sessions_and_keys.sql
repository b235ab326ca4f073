ALTER TABLE `sessions` ADD `last_used_at` integer;--> statement-breakpoint
CREATE INDEX `sessions_key` ON `sessions` (`tenant_id`,`key_id`);--> statement-breakpoint
ALTER TABLE `signing_keys` ADD `rotate_at` integer;