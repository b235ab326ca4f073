import { endAllSessions } from "../sessions/end-sessions.ts";
import { settle } from "../shared/pending-store.ts";
import type { TenantRow } from "../shared/rows.ts";
import { fromTimeOf, REAL_TIME, type Time } from "../shared/tenant-clock.ts";
import type { TenantsDeps } from "./deps.ts";
import { applyGraphSettings } from "./graph-settings.ts";
import type { TenantInTree } from "./tree-store.ts";

/** Maximum number of tenants whose objects are updated concurrently. */
const MAX_CONCURRENT_TENANTS = 20;
/** Maximum number of tenants that one scheduled run reconciles. */
const MAX_TENANTS_PER_RUN = 100;

type Deps = Pick<
  TenantsDeps,
  "pending" | "tenantTree" | "sessions" | "clock" | "revocations" | "connections" | "graph"
>;

/** Propagates changes of pending tenants, whose objects may have missed them. Safe to repeat. */
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
  // Clients that still have access reconnect.
  await app.connections(tenant.id).cutOffAll();
}

/**
 * Propagates the state of a tenant and its descendants to their objects, which end sessions and connections of a closed
 * tenant. `from` is the time that the app's clock shows.
 */
export async function propagateState(
  app: Omit<Deps, "pending" | "connections">,
  id: string,
  from: Time,
): Promise<void> {
  await onSubtree(app, id, async (tenant) => {
    if (tenant.status === "active") return await app.revocations(tenant.id).tenantChanged();
    await endAllSessions(fromTimeOf(app, from, tenant), tenant.id, "suspended");
    await app.graph(tenant.id).disconnect("The tenant is closed.");
  });
}

/** Invalidates the cached rows of a tenant and its descendants in all isolates. Call it after a change that they inherit. */
export async function invalidateSubtree(
  app: Pick<TenantsDeps, "tenantTree" | "revocations">,
  id: string,
): Promise<void> {
  await onSubtree(app, id, async (tenant) => await app.revocations(tenant.id).tenantChanged());
}

/** Runs work for a tenant and its descendants, some concurrently. */
async function onSubtree(
  { tenantTree }: Pick<TenantsDeps, "tenantTree">,
  id: string,
  work: (tenant: TenantInTree) => Promise<void>,
): Promise<void> {
  const all = await tenantTree.subtree(id);
  for (let i = 0; i < all.length; i += MAX_CONCURRENT_TENANTS)
    await Promise.all(all.slice(i, i + MAX_CONCURRENT_TENANTS).map(work));
}
