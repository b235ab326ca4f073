import { and, asc, desc, eq, gt, gte, isNotNull, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import { beginsWith, type Database, rowIf, schema } from "../ports/database.ts";

const { auditEvents, tenants } = schema;

/** Rows that one statement deletes. */
const MAX_REMOVED = 500;

export type AuditEventRow = typeof auditEvents.$inferInsert;
export type AuditEvent = typeof auditEvents.$inferSelect;

/** An event and its row id, which follows the order of writing. */
export interface EventRow {
  readonly event: AuditEvent;
  readonly rowId: number;
}

export interface AuditFilter {
  /** An event's name, or a prefix such as `auth.`. */
  readonly event?: string | undefined;
  readonly actor?: string | undefined;
  readonly outcome?: "ok" | "refused" | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

const rowId = sql<number>`${auditEvents}.rowid`;

/** For a batch: inserts the event if the statement before it changed a row. */
export function insertIfChanged(db: Database, event: AuditEvent) {
  return db.insert(auditEvents).select(rowIf(auditEvents, event, sql`changes() > 0`));
}

export class AuditStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async append(event: AuditEventRow): Promise<void> {
    await this.db.insert(auditEvents).values(event);
  }

  /** Appends the event unless its id exists. */
  async appendOnce(event: AuditEventRow): Promise<void> {
    await this.db.insert(auditEvents).values(event).onConflictDoNothing();
  }

  /** Newest first. */
  async list(tenantId: string, filter: AuditFilter, page: { before: string | undefined; limit: number }) {
    const before = page.before === undefined ? undefined : lt(auditEvents.id, page.before);
    return await this.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.tenantId, tenantId), matches(filter), before))
      .orderBy(desc(auditEvents.id))
      .limit(page.limit);
  }

  /** Events in the order of writing, after one row id and up to another. */
  async listAfter(tenantId: string, after: { rowId: number; end: number }, limit: number): Promise<EventRow[]> {
    return await this.selectAfter(tenantId, after, limit);
  }

  /** For a batch: the query of `listAfter`. */
  selectAfter(tenantId: string, { rowId: from, end }: { rowId: number; end: number }, limit: number) {
    const within = and(gt(rowId, from), lte(rowId, end));
    return this.db
      .select({ event: auditEvents, rowId })
      .from(auditEvents)
      .where(and(eq(auditEvents.tenantId, tenantId), within))
      .orderBy(asc(rowId))
      .limit(limit);
  }

  /** Removes the tenant's events up to a row id. */
  async removeThrough(tenantId: string, last: number): Promise<void> {
    const some = sql`select rowid from ${auditEvents} where tenant_id = ${tenantId} and rowid <= ${last} limit ${MAX_REMOVED}`;
    for (;;) {
      const { meta } = await this.db.run(sql`delete from ${auditEvents} where rowid in (${some})`);
      if (meta.changes < MAX_REMOVED) return;
    }
  }

  /** Tenants whose plan limits how long events stay, with the ids of their oldest and newest event. */
  async listLimited(): Promise<{ tenantId: string; auditDays: number; oldest: string; newest: string }[]> {
    const eventOf = (order: SQL) =>
      sql<string>`(select id from audit_events where tenant_id = tenants.id order by id ${order} limit 1)`;
    const auditDays = sql<number>`${tenants.limits} ->> '$.auditDays'`;
    const rows = await this.db
      .select({ tenantId: tenants.id, auditDays, oldest: eventOf(sql`asc`), newest: eventOf(sql`desc`) })
      .from(tenants)
      .where(isNotNull(auditDays));
    return rows.filter(({ oldest }) => oldest !== null);
  }

  /** Events by or about a user, newest first. */
  async listByUser(tenantId: string, userId: string, limit: number) {
    const [did, had] = await this.db.batch([
      this.newest(tenantId, eq(auditEvents.actor, userId), limit),
      // Same condition as in the partial index.
      this.newest(tenantId, sql`${eq(auditEvents.subject, userId)} and subject is not null`, limit),
    ]);
    const all = new Map([...did, ...had].map((event) => [event.id, event]));
    return [...all.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  }

  private newest(tenantId: string, which: SQL, limit: number) {
    return this.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.tenantId, tenantId), which))
      .orderBy(desc(auditEvents.id))
      .limit(limit);
  }
}

function matches({ event, actor, outcome, from, to }: AuditFilter): SQL | undefined {
  const isEvent = event?.endsWith(".") ? beginsWith(auditEvents.event, event) : event && eq(auditEvents.event, event);
  return and(
    isEvent || undefined,
    actor === undefined ? undefined : eq(auditEvents.actor, actor),
    outcome && (outcome === "ok" ? eq : ne)(auditEvents.outcome, "ok"),
    from && gte(auditEvents.at, from),
    to && lt(auditEvents.at, to),
  );
}
