CREATE TABLE `restores` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text,
	`state` text NOT NULL,
	`step` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `restores_one` ON `restores` (1) WHERE "restores"."ended_at" is null;--> statement-breakpoint
ALTER TABLE `tenants` ADD `backed_up_at` integer;--> statement-breakpoint
CREATE INDEX `tenants_backed_up` ON `tenants` (`backed_up_at`,`id`);