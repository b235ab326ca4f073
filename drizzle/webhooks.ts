import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tenants } from "./tenants.ts";
import { time } from "./time.ts";

/** Webhooks of tenants: URLs that receive a tenant's events. Deliveries are in the tenant's Durable Object. */
export const webhooks = sqliteTable(
  "webhooks",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    url: text("url").notNull(),
    name: text("name").notNull(),
    /** Names of events, or prefixes that end in a dot; none for all. */
    events: text("events", { mode: "json" }).$type<readonly string[]>().notNull(),
    /** Whether refused calls are sent as well. */
    includeRefused: integer("include_refused", { mode: "boolean" }).notNull().default(false),
    /** Encrypted signing secrets as JSON, newest first; the text contains the version of JWT_SECRET that decrypts it. */
    secrets: text("secrets").notNull(),
    /** End of the use of the secret before the last rotation; null without one. */
    previousSecretExpiresAt: time("previous_secret_expires_at"),
    /** Whether events are sent. A row from a backup is disabled until somebody enables it: it may have been deleted since. */
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(false),
    /** Reason of the end of deliveries; null while it is enabled. */
    disabledReason: text("disabled_reason", { enum: ["paused", "failing", "gone", "backlog", "restored"] }).default(
      "restored",
    ),
    disabledAt: time("disabled_at"),
    /** Time at which its creator was emailed that the service disabled it; null while that is due or not needed. */
    notifiedAt: time("notified_at"),
    /** Id of the key or user that created it. */
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    index("webhooks_tenant").on(t.tenantId, t.id),
    // Those whose creators are still to be emailed.
    index("webhooks_to_notify")
      .on(t.id)
      .where(sql`disabled_reason in ('failing', 'gone', 'backlog') and notified_at is null`),
  ],
);
