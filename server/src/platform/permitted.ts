import type { App } from "../app.ts";
import type { PlatformAdmin } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";
import { askAdmins, grantsOf } from "./admin-graph.ts";
import { adminSubject, PERMISSIONS, type Permission, PLATFORM, tenantObject } from "./admin-model.ts";

export type DecisionNeeds = Pick<App, "tenants" | "graph" | "models" | "platform" | "clock" | "tenantTree">;

type Admin = Pick<PlatformAdmin, "tenantId" | "userId">;

/**
 * Whether an admin has a permission, for a tenant or, where none is given or it is the platform's own, for the platform.
 * Asked of the graph's object each time, so that what an admin has lost is lost from the next call on.
 */
export async function isPermitted(
  app: DecisionNeeds,
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
  app: DecisionNeeds,
  admin: Admin,
  permission: Permission,
  tenantId?: string,
): Promise<void> {
  if (await isPermitted(app, admin, permission, tenantId)) return;
  const ofPlatform = tenantId === undefined || tenantId === admin.tenantId;
  throw new AppError("insufficient_permission", { permission, tenant: ofPlatform ? null : tenantId });
}

/** Where a tenant stands, in the words of the model: what is below which, as the database has it now. */
export async function placeOf({ tenantTree }: Pick<App, "tenantTree">, tenantId: string) {
  const line = await tenantTree.ancestry(tenantId);
  return line.flatMap(({ id, parentId }) => {
    const object = tenantObject(id);
    const platform = { subject: PLATFORM, relation: "platform", object };
    return parentId === null ? [platform] : [platform, { subject: tenantObject(parentId), relation: "parent", object }];
  });
}

/** The tenants that an admin sees: all, or these with all that are below them. */
export type Visible = "all" | readonly string[];

export async function visibleTo(app: DecisionNeeds, admin: Admin): Promise<Visible> {
  if (await isPermitted(app, admin, "see")) return "all";
  const grants = await grantsOf(app, admin.tenantId, admin.userId);
  // Whoever may break the glass sees all tenants by their role, and else it counts for nothing.
  return [...new Set(grants.filter(({ relation }) => relation !== "emergency").map(({ tenantId }) => tenantId))];
}
