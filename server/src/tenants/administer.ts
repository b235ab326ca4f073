import type * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import { requireOriginsFor } from "../shared/origin.ts";
import { settle } from "../shared/pending-store.ts";
import type { TenantRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import { LEVELS, PLATFORM_SLUG, searchKey, type Tenant } from "../shared/tenant.ts";
import { fromTimeOf, REAL_TIME } from "../shared/tenant-clock.ts";
import { type settingsChange, settingsOf, type TenantSettings } from "../shared/tenant-settings.ts";
import { requireTestTenant } from "../shared/tenant-status.ts";
import { prepareKeys } from "../tokens/key-rotation.ts";
import type { TenantsDeps } from "./deps.ts";
import { applyGraphSettings } from "./graph-settings.ts";
import { invalidateSubtree, propagateState } from "./propagate.ts";
import type { OwnState } from "./tree-store.ts";

const DAY = 24 * 60 * 60;

type Deps = Pick<TenantsDeps, "pending" | "tenantTree" | "sessions" | "clock" | "revocations" | "graph">;

/**
 * Suspends a tenant and its descendants: only admins keep access, and all sessions end. No data is lost. Safe to repeat:
 * `suspendedAt` keeps its first value.
 */
export async function suspendTenant(app: Deps, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { suspendedAt: tenant.suspendedAt ?? app.clock.now() });
}

/** Resumes a tenant and its descendants that aren't suspended themselves. Users sign in again. Safe to repeat. */
export async function resumeTenant(app: Deps, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { suspendedAt: null });
}

/** Deletes a tenant and its descendants. They can be restored until they are purged after `retentionDays`. */
export async function deleteTenant(app: Deps, tenant: TenantRow, retentionDays: number): Promise<TenantRow> {
  const now = app.clock.now();
  return await setState(app, tenant, {
    deletedAt: tenant.deletedAt ?? now,
    purgeAt: after(now, retentionDays * DAY),
  });
}

/** Restores a deleted tenant, which is active or suspended as before. Safe to repeat. */
export async function restoreTenant(app: Deps, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { deletedAt: null, purgeAt: null });
}

/** Moves a tenant to another parent, or to the top if it is null. Throws `parent_invalid`. */
export async function moveTenant(app: Deps, tenant: TenantRow, parentId: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const moved = await app.tenantTree.move(tenant.id, parentId, now);
  if (moved === undefined) throw new AppError("parent_invalid", { parentId, levels: LEVELS });
  await settleInherited(app, moved, now);
  return moved;
}

/** Sets a tenant's plan; with null it inherits its parent's limits. Throws `plan_not_found`. */
export async function setPlan(app: Deps, tenant: TenantRow, plan: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const changed = await app.tenantTree.setPlan(tenant.id, plan, now);
  if (changed === undefined) throw new AppError("plan_not_found", { slug: plan });
  await settleInherited(app, changed, now);
  return changed;
}

/** Updates a tenant's name or host. Throws `slug_taken` if another tenant has the host. */
export async function updateTenant(
  app: Pick<TenantsDeps, "pending" | "tenants" | "clock" | "revocations">,
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

/** Throws `tenant_required` for the platform's tenant, which a call without a tenant names. */
function requireCustomer(tenant: TenantRow): void {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("tenant_required");
}

async function settleInherited(app: Deps, tenant: TenantRow, since: Date): Promise<void> {
  await settle(app, tenant.id, since, async () => {
    await applyGraphSettings(app, tenant);
    await propagateState(app, tenant.id, tenant);
  });
}

async function setState(app: Deps, tenant: TenantRow, state: OwnState): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const row = await app.tenantTree.setState(tenant.id, state, now);
  if (row === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenant.id, now, async () => await propagateState(app, tenant.id, tenant));
  return row;
}

/** Real time; the app's clock shows the tenant's time. */
function realTime(app: Pick<TenantsDeps, "clock">, tenant: TenantRow): Date {
  return fromTimeOf(app, tenant, REAL_TIME).clock.now();
}

type SettingsDeps = Pick<
  TenantsDeps,
  "pending" | "tenantTree" | "clock" | "signingKeys" | "signingKeyStore" | "revocations"
>;

/** Updates a tenant's settings. Throws `tenant_not_found` and the errors of `requireOriginsFor`. */
export async function changeSettings(
  app: SettingsDeps,
  { id: tenantId, environment }: Pick<Tenant, "id" | "environment">,
  change: z.infer<typeof settingsChange>,
): Promise<TenantSettings> {
  requireOriginsFor(environment, change.allowedOrigins ?? []);
  const now = app.clock.now();
  const tenant = await app.tenantTree.patchSettings(tenantId, change, now);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenantId, now, async () => await invalidateSubtree(app, tenantId));
  // Another algorithm needs another key, which must be published before it signs.
  if (change.tokenAlgorithm !== undefined) await prepareKeys(app, tenant);
  return settingsOf(tenant);
}

/** Maximum offset of a test tenant's clock in seconds: 10 years. */
export const MAX_CLOCK_OFFSET_SECONDS = 3650 * DAY;

/** Advances a test tenant's clock, which never goes back. Throws `test_tenant_only`, and `invalid_input` beyond 10 years. */
export async function advanceClock(
  { tenants, revocations, clock }: Pick<TenantsDeps, "tenants" | "revocations" | "clock">,
  tenant: Tenant,
  seconds: number,
): Promise<{ now: Date; offsetSeconds: number }> {
  requireTestTenant(tenant);
  const moved = await tenants.advanceClock(tenant.id, seconds, MAX_CLOCK_OFFSET_SECONDS);
  if (moved === undefined) {
    const message = `The clock can be at most ${MAX_CLOCK_OFFSET_SECONDS} seconds ahead.`;
    throw new AppError("invalid_input", { issues: [{ path: "seconds", message }] });
  }
  await revocations(tenant.id).tenantChanged();
  const offsetSeconds = moved.clockOffsetSeconds;
  // `clock` shows the tenant's time before the change.
  return { now: after(clock.now(), offsetSeconds - tenant.clockOffsetSeconds), offsetSeconds };
}
