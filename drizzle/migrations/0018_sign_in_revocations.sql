-- reviewed: the trigger is made again, so that it notes requirements and resets of factors too.
DROP TRIGGER `users_changed`;
--> statement-breakpoint
CREATE TRIGGER `users_changed` AFTER UPDATE OF `email`, `email_key`, `email_verified_at`, `first_verified_at`, `status`, `reset_required`, `credentials_version`, `external_id`, `second_factor_required`, `factors_reset_at` ON `users` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `backup_codes_used` AFTER UPDATE OF `used_at` ON `backup_codes` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, NEW.`user_id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `identity_providers_added` AFTER INSERT ON `identity_providers` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, 'identity_providers', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `identity_providers_changed` AFTER UPDATE OF `slug`, `client_id`, `client_secret`, `settings`, `enabled` ON `identity_providers` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, 'identity_providers', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `identity_providers_removed` AFTER DELETE ON `identity_providers` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (OLD.`tenant_id`, 'identity_providers', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `email_domains_added` AFTER INSERT ON `email_domains` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, 'identity_providers', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `email_domains_changed` AFTER UPDATE OF `verified_at`, `provider_id` ON `email_domains` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`tenant_id`, 'identity_providers', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
--> statement-breakpoint
CREATE TRIGGER `email_domains_removed` AFTER DELETE ON `email_domains` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (OLD.`tenant_id`, 'identity_providers', random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
