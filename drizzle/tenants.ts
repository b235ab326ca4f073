import { sql } from "drizzle-orm";
import { type AnySQLiteColumn, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { time } from "./time.ts";

/** Limits of a plan; an absent one is unlimited. */
export interface PlanLimits {
  readonly callsPerMinute?: number | undefined;
  readonly users?: number | undefined;
  readonly tuples?: number | undefined;
}

/** A plan of tenants. Immutable; a changed plan gets another slug. */
export const plans = sqliteTable("plans", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  limits: text("limits", { mode: "json" }).$type<PlanLimits>().notNull(),
  createdAt: time("created_at").notNull(),
});

/** A customer of the platform; the row with slug `platform` is the platform itself. */
export const tenants = sqliteTable(
  "tenants",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** Normalised name for searches. */
    nameKey: text("name_key").notNull().default(""),
    parentId: text("parent_id").references((): AnySQLiteColumn => tenants.id),
    /** Level in the tenant tree: 1 without a parent. */
    level: integer("level").notNull().default(1),
    /** The tenant's own host name, in lower case. */
    host: text("host"),
    /** Effective status: its own, or its parent's if that is more restrictive. */
    status: text("status", { enum: ["active", "suspended", "deleted"] })
      .notNull()
      .default("active"),
    /**
     * Times at which it was suspended or deleted itself, at which its data may be purged, and at which it was
     * purged.
     */
    suspendedAt: time("suspended_at"),
    deletedAt: time("deleted_at"),
    purgeAt: time("purge_at"),
    purgedAt: time("purged_at"),
    /** In a test tenant the clock can be moved, codes are fixed, and emails are stored instead of sent. */
    environment: text("environment", { enum: ["live", "test"] })
      .notNull()
      .default("live"),
    /** Effective settings: its own take precedence over its ancestors', and defaults apply to the rest. */
    settings: text("settings", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** Settings of the tenant itself. */
    ownSettings: text("own_settings", { mode: "json" })
      .$type<Readonly<Record<string, unknown>>>()
      .notNull()
      .default({}),
    /** Its own plan, and the effective limits from its plan or an ancestor's. Absent limits are unlimited. */
    plan: text("plan").references((): AnySQLiteColumn => plans.slug),
    limits: text("limits", { mode: "json" }).$type<PlanLimits>().notNull().default({}),
    /** Number of user rows, maintained by triggers on `users`. */
    userCount: integer("user_count").notNull().default(0),
    /** Offset of a test tenant's clock. */
    clockOffsetSeconds: integer("clock_offset_seconds").notNull().default(0),
    /** Sessions that started up to this time have ended. */
    sessionsEndedAt: time("sessions_ended_at"),
    /** Time of a change that may not have reached the Durable Objects of it or its descendants; null once it has. */
    pendingSince: time("pending_since"),
    /** Start of the last complete backup. */
    backedUpAt: time("backed_up_at"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("tenants_slug").on(t.slug),
    uniqueIndex("tenants_host").on(t.host),
    index("tenants_parent").on(t.parentId, t.id),
    index("tenants_status").on(t.status, t.id),
    index("tenants_environment").on(t.environment, t.id),
    index("tenants_name").on(t.nameKey, t.id),
    index("tenants_plan").on(t.plan, t.id),
    index("tenants_pending").on(t.pendingSince).where(sql`pending_since is not null`),
    index("tenants_backed_up").on(t.backedUpAt, t.id),
    index("tenants_purge").on(t.purgeAt).where(sql`purge_at is not null and purged_at is null`),
  ],
);
