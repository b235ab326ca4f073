import { and, asc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { TenantRow } from "../tenants/store.ts";

const { tenants } = schema;

/** For the batch of a change that Durable Objects have to learn of afterwards: marks its tenant, if the condition holds. */
export function markPending(db: Database, tenantId: string, since: Date, condition?: SQL) {
  return db
    .update(tenants)
    .set({ pendingSince: since })
    .where(and(eq(tenants.id, tenantId), condition));
}

/** Tenants of which a change may not have reached their Durable Objects. */
export class PendingStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async mark(tenantId: string, since: Date): Promise<void> {
    await markPending(this.db, tenantId, since);
  }

  /** Takes the mark away, unless another change has set its own since. */
  async settled(tenantId: string, since: Date): Promise<void> {
    await this.db
      .update(tenants)
      .set({ pendingSince: null })
      .where(and(eq(tenants.id, tenantId), eq(tenants.pendingSince, since)));
  }

  /** Those that have waited longest first. */
  async list(limit: number): Promise<TenantRow[]> {
    // Said as the index says it.
    return await this.db
      .select()
      .from(tenants)
      .where(and(sql`pending_since is not null`, isNotNull(tenants.pendingSince), isNull(tenants.purgedAt)))
      .orderBy(asc(tenants.pendingSince))
      .limit(limit);
  }
}
