import type { App } from "../app.ts";
import { after } from "../auth/lifetimes.ts";
import { placeGraphSettings } from "../authz/inherit-settings.ts";
import { AppError } from "../errors/app-error.ts";
import { fromTimeOf, REAL_TIME } from "./clock.ts";
import { carryState, settle } from "./settle.ts";
import type { TenantRow } from "./store.ts";
import { LEVELS, PLATFORM_SLUG, searchKey } from "./tenant.ts";
import type { OwnState } from "./tree-store.ts";

const DAY = 24 * 60 * 60;

type Needs = Pick<App, "pending" | "tenantTree" | "sessions" | "clock" | "revocations" | "graph">;

/**
 * Closes a tenant and all below it to everybody but the platform's admins, and ends their sessions. Nothing is lost.
 * Safe to repeat: the first time stays.
 */
export async function suspendTenant(app: Needs, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { suspendedAt: tenant.suspendedAt ?? app.clock.now() });
}

/** Opens a tenant again, and what is below it and not suspended itself. Users sign in anew. Safe to repeat. */
export async function resumeTenant(app: Needs, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { suspendedAt: null });
}

/** Closes a tenant and all below it, and has it removed for good after so many days; until then it can be restored. */
export async function deleteTenant(app: Needs, tenant: TenantRow, retentionDays: number): Promise<TenantRow> {
  const now = app.clock.now();
  return await setState(app, tenant, {
    deletedAt: tenant.deletedAt ?? now,
    purgeAt: after(now, retentionDays * DAY),
  });
}

/** Takes a deletion back. The tenant is then what it was before: open, or suspended. Safe to repeat. */
export async function restoreTenant(app: Needs, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { deletedAt: null, purgeAt: null });
}

/** Puts a tenant below another, or at the top. Throws `parent_invalid`. */
export async function moveTenant(app: Needs, tenant: TenantRow, parentId: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const moved = await app.tenantTree.move(tenant.id, parentId, now);
  if (moved === undefined) throw new AppError("parent_invalid", { parentId, levels: LEVELS });
  await settleInherited(app, moved, now);
  return moved;
}

/** Puts a tenant on a plan, or on none: then it has what the tenant above it has. Throws `plan_not_found`. */
export async function setPlan(app: Needs, tenant: TenantRow, plan: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const changed = await app.tenantTree.setPlan(tenant.id, plan, now);
  if (changed === undefined) throw new AppError("plan_not_found", { slug: plan });
  await settleInherited(app, changed, now);
  return changed;
}

/** Throws `slug_taken` for a host that another tenant has. */
export async function updateTenant(
  app: Pick<App, "pending" | "tenants" | "clock" | "revocations">,
  tenant: TenantRow,
  { name, host }: { readonly name?: string | undefined; readonly host?: string | null | undefined },
): Promise<TenantRow> {
  requireCustomer(tenant);
  const values = { ...(name !== undefined && { name, nameKey: searchKey(name) }), ...(host !== undefined && { host }) };
  if (Object.keys(values).length === 0) return tenant;
  const now = app.clock.now();
  const updated = await app.tenants.update(tenant.id, { ...values, pendingSince: now });
  if (updated === "taken") throw new AppError("slug_taken", { host });
  if (updated === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenant.id, now, async () => await app.revocations(tenant.id).tenantChanged());
  return updated;
}

/** The tenant as it was read; throws `tenant_required` for the platform's own, which is named by saying nothing. */
function requireCustomer(tenant: TenantRow): void {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("tenant_required");
}

async function settleInherited(app: Needs, tenant: TenantRow, since: Date): Promise<void> {
  await settle(app, tenant.id, since, async () => {
    await placeGraphSettings(app, tenant);
    await carryState(app, tenant.id, tenant);
  });
}

async function setState(app: Needs, tenant: TenantRow, state: OwnState): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const row = await app.tenantTree.setState(tenant.id, state, now);
  if (row === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenant.id, now, async () => await carryState(app, tenant.id, tenant));
  return row;
}

/** What time it really is, while the app's clock shows the tenant's. */
function realTime(app: Pick<App, "clock">, tenant: TenantRow): Date {
  return fromTimeOf(app, tenant, REAL_TIME).clock.now();
}
