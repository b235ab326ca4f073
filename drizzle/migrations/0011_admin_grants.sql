-- Indexes the grants of every admin: invited admins have no row in platform_admins, which the table referred to.
-- reviewed: the table is rebuilt with all its rows; no foreign key points to it, and the new references hold for them.
-- contracts: nothing, no release has written the table
CREATE TABLE `__new_platform_admin_tenant_permissions` (
	`user_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`permission` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	PRIMARY KEY(`user_id`, `tenant_id`, `permission`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_platform_admin_tenant_permissions`("user_id", "tenant_id", "permission", "created_at") SELECT "user_id", "tenant_id", "permission", "created_at" FROM `platform_admin_tenant_permissions`;--> statement-breakpoint
DROP TABLE `platform_admin_tenant_permissions`;--> statement-breakpoint
ALTER TABLE `__new_platform_admin_tenant_permissions` RENAME TO `platform_admin_tenant_permissions`;--> statement-breakpoint
CREATE INDEX `platform_admin_tenant_permissions_tenant` ON `platform_admin_tenant_permissions` (`tenant_id`);
