import type { App } from "../app.ts";
import { endAllSessions } from "../sessions/end-sessions.ts";
import { placeGraphSettings } from "./graph-settings.ts";
import { failureText } from "../ports/database.ts";
import { fromTimeOf, REAL_TIME, type Time } from "../shared/tenant-clock.ts";
import type { TenantRow } from "./store.ts";
import type { TenantInTree } from "./tree-store.ts";

/** Tenants whose objects are told of a change at once. */
const AT_ONCE = 20;
/** Tenants that one run of the schedule looks after. */
const TENANTS_A_RUN = 100;

/**
 * Carries a change on to the tenant's Durable Objects, once it is written in D1 and marked there as pending. If that
 * fails the mark stays, and `reconcileTenants` does it; whoever called learns of it, and may repeat the call.
 */
export async function settle(
  { pending }: Pick<App, "pending">,
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

type Needs = Pick<App, "pending" | "tenantTree" | "sessions" | "clock" | "revocations" | "connections" | "graph">;

/** Carries on what was cut off: whatever a tenant's objects may have missed, they have after this. Safe to repeat. */
export async function reconcileTenants(app: Needs): Promise<{ reconciled: number } | undefined> {
  const tenants = await app.pending.list(TENANTS_A_RUN);
  const results = await Promise.allSettled(
    tenants.map(async (tenant) => {
      await settle(app, tenant.id, tenant.pendingSince ?? app.clock.now(), async () => await reconcile(app, tenant));
    }),
  );
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return tenants.length === 0 ? undefined : { reconciled: tenants.length };
}

async function reconcile(app: Needs, tenant: TenantRow): Promise<void> {
  await placeGraphSettings(app, tenant);
  await carryState(app, tenant.id, REAL_TIME);
  // What may go on is opened again.
  await app.connections(tenant.id).cutOffAll();
}

/**
 * Has the objects of a tenant, and of all below it, learn what they are: those of a closed one end what goes on. `from`
 * says whose time the app's clock shows.
 */
export async function carryState(app: Omit<Needs, "pending" | "connections">, id: string, from: Time): Promise<void> {
  await onSubtree(app, id, async (tenant) => {
    if (tenant.status === "active") return await app.revocations(tenant.id).tenantChanged();
    await endAllSessions(fromTimeOf(app, from, tenant), tenant.id, "suspended");
    await app.graph(tenant.id).disconnect("The tenant is closed.");
  });
}

/** Has every edge read the rows of a tenant and of all below it anew. To be called after each change they inherit. */
export async function tellSubtree(app: Pick<App, "tenantTree" | "revocations">, id: string): Promise<void> {
  await onSubtree(app, id, async (below) => await app.revocations(below.id).tenantChanged());
}

/** Does something for a tenant and all below it, some at once. */
async function onSubtree(
  { tenantTree }: Pick<App, "tenantTree">,
  id: string,
  work: (tenant: TenantInTree) => Promise<void>,
): Promise<void> {
  const all = await tenantTree.subtree(id);
  for (let i = 0; i < all.length; i += AT_ONCE) await Promise.all(all.slice(i, i + AT_ONCE).map(work));
}

function report(tenantId: string, error: unknown): void {
  const message = "A change has not reached the tenant's objects yet; the schedule carries it on.";
  console.error(JSON.stringify({ level: "error", message, tenantId, error: failureText(error) }));
}
