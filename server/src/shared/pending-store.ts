import { and, asc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, failureText, schema } from "../ports/database.ts";
import type { TenantRow } from "./rows.ts";

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

/**
 * Carries a change on to the tenant's Durable Objects, once it is written in D1 and marked there as pending. If that
 * fails the mark stays, and `reconcileTenants` does it; whoever called learns of it, and may repeat the call.
 */
export async function settle(
  { pending }: { readonly pending: Pick<PendingStore, "settled"> },
  tenantId: string,
  since: Date,
  carryOn: () => Promise<unknown>,
): Promise<void> {
  await carryOn();
  // It is done. Where the mark stays, it is done once more.
  await pending.settled(tenantId, since).catch((error: unknown) => report(tenantId, error));
}

/** The same for a call whose answer must not get lost, such as a key that is shown once: a failure is left to the schedule. */
export async function settleQuietly(...[app, tenantId, since, carryOn]: Parameters<typeof settle>): Promise<void> {
  await settle(app, tenantId, since, carryOn).catch((error: unknown) => report(tenantId, error));
}

function report(tenantId: string, error: unknown): void {
  const message = "A change has not reached the tenant's objects yet; the schedule carries it on.";
  console.error(JSON.stringify({ level: "error", message, tenantId, error: failureText(error) }));
}
