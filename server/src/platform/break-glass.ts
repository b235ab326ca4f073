import type { AuditEvent } from "../audit/entry.ts";
import { rowOf } from "../audit/entry.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { changeAdmins, grantsOf } from "./admin-graph.ts";
import { EMERGENCY, grantTuple } from "./admin-model.ts";
import type { By } from "./change-admin.ts";
import type { PlatformDeps } from "./deps.ts";
import { indexGrants } from "./grant-index.ts";
import { tellOfBreakGlass } from "./notify-admins.ts";
import { type DecisionDeps, isPermitted } from "./permitted.ts";

/** SECURITY.md, Numbers. */
export const LONGEST_MINUTES = 60;

type EndDeps = DecisionDeps & Pick<PlatformDeps, "grantIndex">;
type Deps = EndDeps & Pick<PlatformDeps, "outbox" | "audit">;

/**
 * Has an admin manage a tenant for some minutes, for a reason that stands in the tenant's log before anything may be done,
 * and that all who manage it are told by mail; if they cannot be, nothing is taken. Answers until when. Throws
 * `permission_already_granted` where there is nothing to take.
 */
export async function breakGlass(
  app: Deps,
  by: By,
  { tenant, reason, minutes }: { readonly tenant: Tenant; readonly reason: string; readonly minutes: number },
  event: Omit<AuditEvent, "tenantId" | "details">,
): Promise<Date> {
  const { admin, origin } = by;
  if (await isPermitted(app, admin, "manage", tenant.id)) throw new AppError("permission_already_granted");
  const until = wholeSeconds(after(app.clock.now(), minutes * 60));
  await app.audit.append(
    rowOf({ ...event, tenantId: tenant.id, details: { reason, expiresAt: until.toISOString() } }, app.clock),
  );
  const tuple = { ...grantTuple(admin.userId, EMERGENCY, tenant.id), expiresAt: until };
  const revision = await changeAdmins(app, admin.tenantId, { writes: [tuple] }, origin);
  try {
    await indexGrants(app, admin.tenantId, admin.userId);
    await tellOfBreakGlass(app, by, tenant, { reason, until, revision: revision ?? 0 });
  } catch (error) {
    await endBreakGlass(app, by, tenant.id, admin.userId);
    throw error;
  }
  return until;
}

/** Ends what an admin took of a tenant. Whether there was something to end. */
export async function endBreakGlass(
  app: EndDeps,
  { admin, origin }: By,
  tenantId: string,
  userId: string,
): Promise<boolean> {
  const held = await grantsOf(app, admin.tenantId, userId);
  if (!held.some((grant) => grant.relation === EMERGENCY && grant.tenantId === tenantId)) return false;
  await changeAdmins(app, admin.tenantId, { deletes: [grantTuple(userId, EMERGENCY, tenantId)] }, origin);
  await indexGrants(app, admin.tenantId, userId);
  return true;
}

/** What has an end in the graph ends with a second, and no later than was asked for. */
function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
