import type * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import { requireOriginsFor } from "../shared/origin.ts";
import { settle } from "../shared/pending-store.ts";
import type { TenantRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import { MAX_LEVELS, PLATFORM_SLUG, searchKey, type Tenant } from "../shared/tenant.ts";
import { fromTimeOf, REAL_TIME } from "../shared/tenant-clock.ts";
import { type settingsChange, settingsOf, type TenantSettings } from "../shared/tenant-settings.ts";
import { requireTestTenant } from "../shared/tenant-status.ts";
import { prepareKeys } from "../tokens/key-rotation.ts";
import type { TenantsDeps } from "./deps.ts";
import { placeGraphSettings } from "./graph-settings.ts";
import { carryState, tellSubtree } from "./propagate.ts";
import type { OwnState } from "./tree-store.ts";

const DAY = 24 * 60 * 60;

type Deps = Pick<TenantsDeps, "pending" | "tenantTree" | "sessions" | "clock" | "revocations" | "graph">;

/**
 * Closes a tenant and all below it to everybody but the platform's admins, and ends their sessions. Nothing is lost.
 * Safe to repeat: the first time stays.
 */
export async function suspendTenant(app: Deps, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { suspendedAt: tenant.suspendedAt ?? app.clock.now() });
}

/** Opens a tenant again, and what is below it and not suspended itself. Users sign in anew. Safe to repeat. */
export async function resumeTenant(app: Deps, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { suspendedAt: null });
}

/** Closes a tenant and all below it, and has it removed for good after so many days; until then it can be restored. */
export async function deleteTenant(app: Deps, tenant: TenantRow, retentionDays: number): Promise<TenantRow> {
  const now = app.clock.now();
  return await setState(app, tenant, {
    deletedAt: tenant.deletedAt ?? now,
    purgeAt: after(now, retentionDays * DAY),
  });
}

/** Takes a deletion back. The tenant is then what it was before: open, or suspended. Safe to repeat. */
export async function restoreTenant(app: Deps, tenant: TenantRow): Promise<TenantRow> {
  return await setState(app, tenant, { deletedAt: null, purgeAt: null });
}

/** Puts a tenant below another, or at the top. Throws `tenant_misplaced`. */
export async function moveTenant(app: Deps, tenant: TenantRow, parentId: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const moved = await app.tenantTree.move(tenant.id, parentId, now);
  if (moved === undefined) throw new AppError("parent_invalid", { parentId, levels: MAX_LEVELS });
  await settleInherited(app, moved, now);
  return moved;
}

/** Puts a tenant on a plan, or on none: then it has what the tenant above it has. Throws `plan_unknown`. */
export async function setPlan(app: Deps, tenant: TenantRow, plan: string | null): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const changed = await app.tenantTree.setPlan(tenant.id, plan, now);
  if (changed === undefined) throw new AppError("plan_not_found", { slug: plan });
  await settleInherited(app, changed, now);
  return changed;
}

/** Throws `slug_taken` for a host that another tenant has. */
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

/** The tenant as it was read; throws `tenant_required` for the platform's own, which is named by saying nothing. */
function requireCustomer(tenant: TenantRow): void {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("tenant_required");
}

async function settleInherited(app: Deps, tenant: TenantRow, since: Date): Promise<void> {
  await settle(app, tenant.id, since, async () => {
    await placeGraphSettings(app, tenant);
    await carryState(app, tenant.id, tenant);
  });
}

async function setState(app: Deps, tenant: TenantRow, state: OwnState): Promise<TenantRow> {
  requireCustomer(tenant);
  const now = realTime(app, tenant);
  const row = await app.tenantTree.setState(tenant.id, state, now);
  if (row === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenant.id, now, async () => await carryState(app, tenant.id, tenant));
  return row;
}

/** What time it really is, while the app's clock shows the tenant's. */
function realTime(app: Pick<TenantsDeps, "clock">, tenant: TenantRow): Date {
  return fromTimeOf(app, tenant, REAL_TIME).clock.now();
}

type SettingsDeps = Pick<
  TenantsDeps,
  "pending" | "tenantTree" | "clock" | "signingKeys" | "signingKeyStore" | "revocations"
>;

/** Changes some of a tenant's settings. Throws `tenant_not_found`, and what `requireOriginsFor` throws. */
export async function changeSettings(
  app: SettingsDeps,
  { id: tenantId, environment }: Pick<Tenant, "id" | "environment">,
  change: z.infer<typeof settingsChange>,
): Promise<TenantSettings> {
  requireOriginsFor(environment, change.allowedOrigins ?? []);
  const now = app.clock.now();
  const tenant = await app.tenantTree.patchSettings(tenantId, change, now);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenantId, now, async () => await tellSubtree(app, tenantId));
  // Another algorithm needs another key, which has to be published for a while before it may sign.
  if (change.tokenAlgorithm !== undefined) await prepareKeys(app, tenant);
  return settingsOf(tenant);
}

/** How far a test tenant's clock can be moved ahead in all, in seconds. */
export const FURTHEST_SECONDS = 3650 * DAY;

/** Moves a test tenant's clock ahead; it never goes back. Throws `test_tenant_only`, `invalid_input` beyond ten years. */
export async function advanceClock(
  { tenants, revocations, clock }: Pick<TenantsDeps, "tenants" | "revocations" | "clock">,
  tenant: Tenant,
  seconds: number,
): Promise<{ now: Date; offsetSeconds: number }> {
  requireTestTenant(tenant);
  const moved = await tenants.advanceClock(tenant.id, seconds, FURTHEST_SECONDS);
  if (moved === undefined) {
    const message = `The clock can be at most ${FURTHEST_SECONDS} seconds ahead.`;
    throw new AppError("invalid_input", { issues: [{ path: "seconds", message }] });
  }
  await revocations(tenant.id).tenantChanged();
  const offsetSeconds = moved.clockOffsetSeconds;
  // The clock is the tenant's, as it was when the call came.
  return { now: after(clock.now(), offsetSeconds - tenant.clockOffsetSeconds), offsetSeconds };
}
