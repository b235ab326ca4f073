DROP INDEX `tenants_parent`;--> statement-breakpoint
ALTER TABLE `tenants` ADD `name_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `level` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `suspended_at` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `purge_at` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `purged_at` integer;--> statement-breakpoint
ALTER TABLE `tenants` ADD `own_settings` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX `tenants_status` ON `tenants` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_environment` ON `tenants` (`environment`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_name` ON `tenants` (`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_purge` ON `tenants` (`purge_at`) WHERE purge_at is not null and purged_at is null;--> statement-breakpoint
CREATE INDEX `tenants_parent` ON `tenants` (`parent_id`,`id`);--> statement-breakpoint
UPDATE `tenants` SET `own_settings` = `settings`, `name_key` = lower(`name`),
  `suspended_at` = CASE `status` WHEN 'suspended' THEN `created_at` END;
