import type { AuditEvent } from "../audit/entry.ts";
import { auditRow } from "../audit/entry.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { grantsOf, writeAdminGraph } from "./admin-graph.ts";
import { EMERGENCY, grantTuple } from "./admin-model.ts";
import type { AdminActor } from "./change-admin.ts";
import type { PlatformDeps } from "./deps.ts";
import { indexGrants } from "./grant-index.ts";
import { notifyBreakGlass } from "./notify-admins.ts";
import { type DecisionDeps, isPermitted } from "./permitted.ts";

/** Maximum duration in minutes (SECURITY.md, Numbers). */
export const MAX_BREAK_GLASS_MINUTES = 60;

type EndDeps = DecisionDeps & Pick<PlatformDeps, "grantIndex">;
type Deps = EndDeps & Pick<PlatformDeps, "outbox" | "audit">;

/**
 * Grants an admin temporary break-glass access to a tenant. The reason is in the tenant's log before the access begins, and is
 * emailed to all who manage the tenant; if that fails, the access is revoked. Returns the time when it ends. Throws
 * `permission_already_granted` if the admin manages the tenant already.
 */
export async function breakGlass(
  app: Deps,
  by: AdminActor,
  { tenant, reason, minutes }: { readonly tenant: Tenant; readonly reason: string; readonly minutes: number },
  event: Omit<AuditEvent, "tenantId" | "details">,
): Promise<Date> {
  const { admin, origin } = by;
  if (await isPermitted(app, admin, "manage", tenant.id)) throw new AppError("permission_already_granted");
  const until = wholeSeconds(after(app.clock.now(), minutes * 60));
  await app.audit.append(
    auditRow({ ...event, tenantId: tenant.id, details: { reason, expiresAt: until.toISOString() } }, app.clock),
  );
  const tuple = { ...grantTuple(admin.userId, EMERGENCY, tenant.id), expiresAt: until };
  const revision = await writeAdminGraph(app, admin.tenantId, { writes: [tuple] }, origin);
  try {
    await indexGrants(app, admin.tenantId, admin.userId);
    await notifyBreakGlass(app, by, tenant, { reason, until, revision: revision ?? 0 });
  } catch (error) {
    await endBreakGlass(app, by, tenant.id, admin.userId);
    throw error;
  }
  return until;
}

/** Ends an admin's break-glass access to a tenant. Returns whether there was one. */
export async function endBreakGlass(
  app: EndDeps,
  { admin, origin }: AdminActor,
  tenantId: string,
  userId: string,
): Promise<boolean> {
  const grants = await grantsOf(app, admin.tenantId, userId);
  if (!grants.some((grant) => grant.relation === EMERGENCY && grant.tenantId === tenantId)) return false;
  await writeAdminGraph(app, admin.tenantId, { deletes: [grantTuple(userId, EMERGENCY, tenantId)] }, origin);
  await indexGrants(app, admin.tenantId, userId);
  return true;
}

/** Rounds down to a whole second: tuples expire at whole seconds. */
function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
