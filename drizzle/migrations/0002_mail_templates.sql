CREATE TABLE `mail_templates` (
	`tenant_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text,
	`text` text,
	`html` text,
	`updated_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `kind`),
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
