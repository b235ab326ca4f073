import type { PlatformAdmin, PlatformKeyCaller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import type { Visible } from "../tenants/store.ts";
import { grantsOf, queryAdminGraph } from "./admin-graph.ts";
import { adminSubject, PERMISSIONS, type Permission, PLATFORM, tenantObject } from "./admin-model.ts";
import type { PlatformDeps } from "./deps.ts";

export type DecisionDeps = Pick<PlatformDeps, "tenants" | "graph" | "models" | "platform" | "clock" | "tenantTree">;

type Admin = Pick<PlatformAdmin, "tenantId" | "userId">;

/**
 * Whether an admin has a permission on a tenant. Without a tenant, or for the platform's own, the permission on the platform.
 * Each call checks the graph's object, so that a revoked permission is lost from the next call on.
 */
export async function isPermitted(
  app: DecisionDeps,
  admin: Admin,
  permission: Permission,
  tenantId?: string,
): Promise<boolean> {
  const ofPlatform = tenantId === undefined || tenantId === admin.tenantId;
  const { allowed } = await queryAdminGraph(app, admin.tenantId, "check", {
    subject: adminSubject(admin.userId),
    relation: PERMISSIONS[permission],
    object: ofPlatform ? PLATFORM : tenantObject(tenantId),
    tuples: ofPlatform ? [] : await hierarchyTuples(app, tenantId),
  });
  return allowed === true;
}

/** Throws `insufficient_permission` with the missing permission. */
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

/** Contextual tuples of a tenant and its ancestors: their parents and the platform, from the database. */
export async function hierarchyTuples({ tenantTree }: Pick<PlatformDeps, "tenantTree">, tenantId: string) {
  const ancestors = await tenantTree.ancestry(tenantId);
  return ancestors.flatMap(({ id, parentId }) => {
    const object = tenantObject(id);
    const platform = { subject: PLATFORM, relation: "platform", object };
    return parentId === null ? [platform] : [platform, { subject: tenantObject(parentId), relation: "parent", object }];
  });
}

/** The tenants that an admin or a platform key may list. */
export async function visibleTo(app: DecisionDeps, caller: PlatformAdmin | PlatformKeyCaller): Promise<Visible> {
  if (caller.kind === "platformKey") return "all";
  return await visibleToAdmin(app, caller);
}

async function visibleToAdmin(app: DecisionDeps, admin: Admin): Promise<Visible> {
  if (await isPermitted(app, admin, "see")) return "all";
  const grants = await grantsOf(app, admin.tenantId, admin.userId);
  // Roles that allow break-glass access see all tenants anyway; otherwise the grant has no effect.
  return [...new Set(grants.filter(({ relation }) => relation !== "emergency").map(({ tenantId }) => tenantId))];
}

/** Finds a tenant by id or slug. Throws `tenant_not_found`, and `forbidden` for the platform's own tenant. */
export async function namedTenant({ tenants }: Pick<PlatformDeps, "tenants">, name: string): Promise<Tenant> {
  const tenant = await tenants.find(name);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  return tenant;
}
