CREATE TABLE `plans` (
	`slug` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`limits` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `tenants` ADD `plan` text REFERENCES plans(slug);--> statement-breakpoint
ALTER TABLE `tenants` ADD `limits` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `tenants` ADD `user_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `tenants_plan` ON `tenants` (`plan`,`id`);--> statement-breakpoint
UPDATE `tenants` SET `user_count` = (SELECT count(*) FROM `users` WHERE `users`.`tenant_id` = `tenants`.`id`);
--> statement-breakpoint
CREATE TRIGGER `users_counted` AFTER INSERT ON `users` BEGIN
  UPDATE `tenants` SET `user_count` = `user_count` + 1 WHERE `id` = NEW.`tenant_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `users_uncounted` AFTER DELETE ON `users` BEGIN
  UPDATE `tenants` SET `user_count` = `user_count` - 1 WHERE `id` = OLD.`tenant_id`;
END;
