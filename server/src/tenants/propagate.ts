import { endAllSessions } from "../sessions/end-sessions.ts";
import { settle } from "../shared/pending-store.ts";
import type { TenantRow } from "../shared/rows.ts";
import { fromTimeOf, REAL_TIME, type Time } from "../shared/tenant-clock.ts";
import type { TenantsDeps } from "./deps.ts";
import { applyGraphSettings } from "./graph-settings.ts";
import type { TenantInTree } from "./tree-store.ts";

/** Tenants whose objects are told of a change at once. */
const MAX_CONCURRENT_TENANTS = 20;
/** Tenants that one run of the schedule looks after. */
const MAX_TENANTS_PER_RUN = 100;

type Deps = Pick<
  TenantsDeps,
  "pending" | "tenantTree" | "sessions" | "clock" | "revocations" | "connections" | "graph"
>;

/** Carries on what was cut off: whatever a tenant's objects may have missed, they have after this. Safe to repeat. */
export async function reconcileTenants(app: Deps): Promise<{ reconciled: number } | undefined> {
  const tenants = await app.pending.list(MAX_TENANTS_PER_RUN);
  const results = await Promise.allSettled(
    tenants.map(async (tenant) => {
      await settle(app, tenant.id, tenant.pendingSince ?? app.clock.now(), async () => await reconcile(app, tenant));
    }),
  );
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return tenants.length === 0 ? undefined : { reconciled: tenants.length };
}

async function reconcile(app: Deps, tenant: TenantRow): Promise<void> {
  await applyGraphSettings(app, tenant);
  await propagateState(app, tenant.id, REAL_TIME);
  // What may go on is opened again.
  await app.connections(tenant.id).cutOffAll();
}

/**
 * Has the objects of a tenant, and of all below it, learn what they are: those of a closed one end what goes on. `from`
 * says whose time the app's clock shows.
 */
export async function propagateState(app: Omit<Deps, "pending" | "connections">, id: string, from: Time): Promise<void> {
  await onSubtree(app, id, async (tenant) => {
    if (tenant.status === "active") return await app.revocations(tenant.id).tenantChanged();
    await endAllSessions(fromTimeOf(app, from, tenant), tenant.id, "suspended");
    await app.graph(tenant.id).disconnect("The tenant is closed.");
  });
}

/** Has every edge read the rows of a tenant and of all below it anew. To be called after each change they inherit. */
export async function invalidateSubtree(app: Pick<TenantsDeps, "tenantTree" | "revocations">, id: string): Promise<void> {
  await onSubtree(app, id, async (below) => await app.revocations(below.id).tenantChanged());
}

/** Does something for a tenant and all below it, some at once. */
async function onSubtree(
  { tenantTree }: Pick<TenantsDeps, "tenantTree">,
  id: string,
  work: (tenant: TenantInTree) => Promise<void>,
): Promise<void> {
  const all = await tenantTree.subtree(id);
  for (let i = 0; i < all.length; i += MAX_CONCURRENT_TENANTS) await Promise.all(all.slice(i, i + MAX_CONCURRENT_TENANTS).map(work));
}
