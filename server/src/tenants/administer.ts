import type { App } from "../app.ts";
import { endAllSessions } from "../auth/end-sessions.ts";
import { after } from "../auth/lifetimes.ts";
import { placeGraphSettings } from "../authz/inherit-settings.ts";
import { AppError } from "../errors/app-error.ts";
import type { TenantRow } from "./store.ts";
import { LEVELS, PLATFORM_SLUG, searchKey } from "./tenant.ts";
import type { OwnState } from "./tree-store.ts";

const DAY = 24 * 60 * 60;
/** Tenants whose objects are told of a change at once. */
const AT_ONCE = 20;

type Needs = Pick<App, "tenantTree" | "sessions" | "clock" | "revocations" | "graph">;

/**
 * Closes a tenant and all below it to everybody but the platform's admins, and ends their sessions. Nothing is lost.
 * Safe to repeat: the first time stays.
 */
export async function suspendTenant(app: Needs, tenant: TenantRow): Promise<TenantRow> {
  return await close(app, tenant, { suspendedAt: tenant.suspendedAt ?? app.clock.now() });
}

/** Opens a tenant again, and what is below it and not suspended itself. Users sign in anew. Safe to repeat. */
export async function resumeTenant(app: Needs, tenant: TenantRow): Promise<TenantRow> {
  return await open(app, tenant, { suspendedAt: null });
}

/** Closes a tenant and all below it, and has it removed for good after so many days; until then it can be restored. */
export async function deleteTenant(app: Needs, tenant: TenantRow, retentionDays: number): Promise<TenantRow> {
  const now = app.clock.now();
  return await close(app, tenant, {
    deletedAt: tenant.deletedAt ?? now,
    purgeAt: after(now, retentionDays * DAY),
  });
}

/** Takes a deletion back. The tenant is then what it was before: open, or suspended. Safe to repeat. */
export async function restoreTenant(app: Needs, tenant: TenantRow): Promise<TenantRow> {
  return await open(app, tenant, { deletedAt: null, purgeAt: null });
}

/** Puts a tenant below another, or at the top. Throws `tenant_misplaced`. */
export async function moveTenant(app: Needs, tenant: TenantRow, parentId: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const moved = await app.tenantTree.move(tenant.id, parentId);
  if (moved === undefined) throw new AppError("tenant_misplaced", { parentId, levels: LEVELS });
  await placeGraphSettings(app, moved);
  await tellSubtree(app, tenant.id);
  return moved;
}

/** Puts a tenant on a plan, or on none: then it has what the tenant above it has. Throws `plan_unknown`. */
export async function setPlan(app: Needs, tenant: TenantRow, plan: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const changed = await app.tenantTree.setPlan(tenant.id, plan);
  if (changed === undefined) throw new AppError("plan_unknown", { slug: plan });
  await placeGraphSettings(app, changed);
  await tellSubtree(app, tenant.id);
  return changed;
}

/** Throws `slug_taken` for a host that another tenant has. */
export async function updateTenant(
  app: Pick<App, "tenants" | "revocations">,
  tenant: TenantRow,
  { name, host }: { readonly name?: string | undefined; readonly host?: string | null | undefined },
): Promise<TenantRow> {
  requireCustomer(tenant);
  const values = { ...(name !== undefined && { name, nameKey: searchKey(name) }), ...(host !== undefined && { host }) };
  if (Object.keys(values).length === 0) return tenant;
  const updated = await app.tenants.update(tenant.id, values);
  if (updated === "taken") throw new AppError("slug_taken", { host });
  if (updated === undefined) throw new AppError("tenant_unknown");
  await app.revocations(tenant.id).tenantChanged();
  return updated;
}

/** Has every edge read the rows of a tenant and of all below it anew. To be called after each change they inherit. */
export async function tellSubtree(app: Pick<App, "tenantTree" | "revocations">, id: string): Promise<void> {
  await onSubtree(app, id, async (below) => await app.revocations(below).tenantChanged());
}

/** The tenant as it was read; throws `tenant_required` for the platform's own, which is named by saying nothing. */
function requireCustomer(tenant: TenantRow): void {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("tenant_required");
}

async function close(app: Needs, tenant: TenantRow, state: OwnState) {
  requireCustomer(tenant);
  const closed = await setState(app, tenant.id, state);
  await onSubtree(app, tenant.id, async (id) => {
    await endAllSessions(app, id, "suspended");
    await app.graph(id).disconnect("The tenant is closed.");
  });
  return closed;
}

async function open(app: Needs, tenant: TenantRow, state: OwnState) {
  requireCustomer(tenant);
  const opened = await setState(app, tenant.id, state);
  await tellSubtree(app, tenant.id);
  return opened;
}

async function setState(app: Needs, id: string, state: OwnState) {
  const row = await app.tenantTree.setState(id, state);
  if (row === undefined) throw new AppError("tenant_unknown");
  return row;
}

/** Does something for a tenant and all below it, some at once. */
async function onSubtree({ tenantTree }: Pick<App, "tenantTree">, id: string, work: (id: string) => Promise<void>) {
  const ids = (await tenantTree.subtree(id)).map((tenant) => tenant.id);
  for (let i = 0; i < ids.length; i += AT_ONCE) await Promise.all(ids.slice(i, i + AT_ONCE).map(work));
}
