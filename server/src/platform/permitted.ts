import type { PlatformAdmin } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import type { Visible } from "../tenants/store.ts";
import { askAdmins, grantsOf } from "./admin-graph.ts";
import { adminSubject, PERMISSIONS, type Permission, PLATFORM, tenantObject } from "./admin-model.ts";
import type { PlatformDeps } from "./deps.ts";

export type DecisionDeps = Pick<PlatformDeps, "tenants" | "graph" | "models" | "platform" | "clock" | "tenantTree">;

type Admin = Pick<PlatformAdmin, "tenantId" | "userId">;

/**
 * Whether an admin has a permission, for a tenant or, where none is given or it is the platform's own, for the platform.
 * Asked of the graph's object each time, so that what an admin has lost is lost from the next call on.
 */
export async function isPermitted(
  app: DecisionDeps,
  admin: Admin,
  permission: Permission,
  tenantId?: string,
): Promise<boolean> {
  const ofPlatform = tenantId === undefined || tenantId === admin.tenantId;
  const { allowed } = await askAdmins(app, admin.tenantId, "check", {
    subject: adminSubject(admin.userId),
    relation: PERMISSIONS[permission],
    object: ofPlatform ? PLATFORM : tenantObject(tenantId),
    tuples: ofPlatform ? [] : await placeOf(app, tenantId),
  });
  return allowed === true;
}

/** Throws `insufficient_permission`, which says what it would take. */
export async function requirePermitted(
  app: DecisionDeps,
  admin: Admin,
  permission: Permission,
  tenantId?: string,
): Promise<void> {
  if (await isPermitted(app, admin, permission, tenantId)) return;
  const ofPlatform = tenantId === undefined || tenantId === admin.tenantId;
  throw new AppError("insufficient_permission", { permission, tenant: ofPlatform ? null : tenantId });
}

/** Where a tenant stands, in the words of the model: what is below which, as the database has it now. */
export async function placeOf({ tenantTree }: Pick<PlatformDeps, "tenantTree">, tenantId: string) {
  const line = await tenantTree.ancestry(tenantId);
  return line.flatMap(({ id, parentId }) => {
    const object = tenantObject(id);
    const platform = { subject: PLATFORM, relation: "platform", object };
    return parentId === null ? [platform] : [platform, { subject: tenantObject(parentId), relation: "parent", object }];
  });
}

export async function visibleTo(app: DecisionDeps, admin: Admin): Promise<Visible> {
  if (await isPermitted(app, admin, "see")) return "all";
  const grants = await grantsOf(app, admin.tenantId, admin.userId);
  // Whoever may break the glass sees all tenants by their role, and else it counts for nothing.
  return [...new Set(grants.filter(({ relation }) => relation !== "emergency").map(({ tenantId }) => tenantId))];
}

/** A tenant by id or slug. Throws `tenant_not_found`, and `forbidden` for the platform's own, on which admins have roles. */
export async function namedTenant({ tenants }: Pick<PlatformDeps, "tenants">, name: string): Promise<Tenant> {
  const tenant = await tenants.find(name);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  return tenant;
}
