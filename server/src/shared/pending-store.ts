import { and, asc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import { log } from "../ports/logger.ts";
import type { TenantRow } from "./rows.ts";

const { tenants } = schema;

/** For the batch of a change that has to reach Durable Objects: marks the tenant as pending if the condition is met. */
export function markPending(db: Database, tenantId: string, since: Date, condition?: SQL) {
  return db
    .update(tenants)
    .set({ pendingSince: since })
    .where(and(eq(tenants.id, tenantId), condition));
}

/** Tenants with changes that may not have reached their Durable Objects. */
export class PendingStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async mark(tenantId: string, since: Date): Promise<void> {
    await markPending(this.db, tenantId, since);
  }

  /** Clears the mark, unless another change has set it again. */
  async settled(tenantId: string, since: Date): Promise<void> {
    await this.db
      .update(tenants)
      .set({ pendingSince: null })
      .where(and(eq(tenants.id, tenantId), eq(tenants.pendingSince, since)));
  }

  /** Lists pending tenants, oldest first. */
  async list(limit: number): Promise<TenantRow[]> {
    // Same condition as in the index.
    return await this.db
      .select()
      .from(tenants)
      .where(and(sql`pending_since is not null`, isNotNull(tenants.pendingSince), isNull(tenants.purgedAt)))
      .orderBy(asc(tenants.pendingSince))
      .limit(limit);
  }
}

/**
 * Propagates a change to the tenant's Durable Objects, after it is written to D1 and marked as pending. If that fails, it throws,
 * and the mark stays for `reconcileTenants`. The caller may repeat the call.
 */
export async function settle(
  { pending }: { readonly pending: Pick<PendingStore, "settled"> },
  tenantId: string,
  since: Date,
  propagate: () => Promise<unknown>,
): Promise<void> {
  await propagate();
  // The change is propagated. If the mark stays, it is propagated once more.
  await pending.settled(tenantId, since).catch((error: unknown) => report(tenantId, error));
}

/** `settle` for a call whose response must not get lost, such as a key that is shown once: failures are left to the schedule. */
export async function settleQuietly(...[app, tenantId, since, propagate]: Parameters<typeof settle>): Promise<void> {
  await settle(app, tenantId, since, propagate).catch((error: unknown) => report(tenantId, error));
}

function report(tenantId: string, error: unknown): void {
  const message = "A change has not reached the tenant's objects yet. The schedule will propagate it.";
  log("warn", message, { tenantId, error });
}
