CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`url` text NOT NULL,
	`name` text NOT NULL,
	`events` text NOT NULL,
	`include_refused` integer DEFAULT false NOT NULL,
	`secrets` text NOT NULL,
	`previous_secret_expires_at` integer,
	`enabled` integer DEFAULT false NOT NULL,
	`disabled_reason` text DEFAULT 'restored',
	`disabled_at` integer,
	`notified_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhooks_tenant` ON `webhooks` (`tenant_id`,`id`);--> statement-breakpoint
CREATE INDEX `webhooks_to_notify` ON `webhooks` (`id`) WHERE disabled_reason in ('failing', 'gone', 'backlog') and notified_at is null;