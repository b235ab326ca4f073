-- reviewed: the trigger is made anew, so that it notes moves and plans of tenants too.
DROP TRIGGER `tenants_changed`;
--> statement-breakpoint
CREATE TRIGGER `tenants_changed` AFTER UPDATE OF `suspended_at`, `deleted_at`, `purge_at`, `own_settings`, `parent_id`, `plan` ON `tenants` BEGIN
  INSERT INTO `changed_rows` (`tenant_id`, `id`, `serial`, `changed_at`)
    VALUES (NEW.`id`, NEW.`id`, random() >> 11, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT DO UPDATE SET `serial` = excluded.`serial`, `changed_at` = excluded.`changed_at`;
END;
