CREATE INDEX `audit_events_written` ON `audit_events` (`tenant_id`);--> statement-breakpoint
CREATE INDEX `audit_events_event` ON `audit_events` (`tenant_id`,`event`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_actor` ON `audit_events` (`tenant_id`,`actor`,`id`);