CREATE TABLE `changed_rows` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`serial` integer NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `restores` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text,
	`state` text NOT NULL,
	`step` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
ALTER TABLE `tenants` ADD `backed_up_at` integer;--> statement-breakpoint
CREATE INDEX `tenants_backed_up` ON `tenants` (`backed_up_at`,`id`);
--> statement-breakpoint
CREATE TRIGGER `users_added` AFTER INSERT ON `users` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `users_changed` AFTER UPDATE OF `email`, `email_key`, `email_verified_at`, `status`, `reset_required`, `credentials_version`, `external_id` ON `users` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `users_removed` AFTER DELETE ON `users` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (OLD.`tenant_id`, OLD.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `accounts_added` AFTER INSERT ON `accounts` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`user_id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `accounts_changed` AFTER UPDATE OF `issuer`, `subject`, `secret` ON `accounts` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`user_id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `accounts_removed` AFTER DELETE ON `accounts` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (OLD.`tenant_id`, OLD.`user_id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `api_keys_added` AFTER INSERT ON `api_keys` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `api_keys_changed` AFTER UPDATE OF `version` ON `api_keys` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `signing_keys_added` AFTER INSERT ON `signing_keys` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, 'signing_keys', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `signing_keys_changed` AFTER UPDATE OF `state` ON `signing_keys` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, 'signing_keys', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `signing_keys_removed` AFTER DELETE ON `signing_keys` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (OLD.`tenant_id`, 'signing_keys', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `tenants_changed` AFTER UPDATE OF `suspended_at`, `deleted_at`, `purge_at`, `own_settings` ON `tenants` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
