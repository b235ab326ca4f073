-- reviewed: no key is `next` before this version.
ALTER TABLE `sessions` ADD `place` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `mode` text DEFAULT 'bearer' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `factors` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `signing_keys` ADD `state_since` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `signing_keys_one_next` ON `signing_keys` (`tenant_id`,`algorithm`) WHERE "signing_keys"."state" = 'next';--> statement-breakpoint
ALTER TABLE `tenants` ADD `environment` text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `settings` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `clock_offset_seconds` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `metadata` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `reset_required` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `verification_tokens` ADD `payload` text;--> statement-breakpoint
ALTER TABLE `verification_tokens` ADD `code_hash` text;--> statement-breakpoint
ALTER TABLE `verification_tokens` ADD `code_expires_at` integer;--> statement-breakpoint
ALTER TABLE `verification_tokens` ADD `tries` integer DEFAULT 0 NOT NULL;