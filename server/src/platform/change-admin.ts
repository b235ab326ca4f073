import type { Origin, Triple, TupleText } from "../authz/graph-service.ts";
import type { PlatformAdmin } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { grantsOf, rolesOf, writeAdminGraph } from "./admin-graph.ts";
import { type AdminRole, type GRANTS, grantTuple, ROLES, roleTuple } from "./admin-model.ts";
import type { PlatformDeps } from "./deps.ts";
import type { DecisionDeps } from "./permitted.ts";

/** Maximum number of attempts when admins are changed concurrently. Each attempt reads the graph again. */
const MAX_ATTEMPTS = 10;

/** The admin who makes a change, and the request it belongs to. */
export interface AdminActor {
  readonly admin: Pick<PlatformAdmin, "tenantId" | "userId">;
  readonly origin: Origin;
}

/** Result of a change: the role before it, and the revision; null if nothing changed. */
export interface RoleChange {
  readonly before: AdminRole | null;
  readonly revision: number | null;
}

type Deps = DecisionDeps & Pick<PlatformDeps, "platform">;

/**
 * Sets an admin's role on the platform; null removes it. Throws `insufficient_permission`, `last_superadmin` and `conflict`;
 * then nothing is changed.
 */
export async function changeRole(
  app: Deps,
  by: AdminActor,
  userId: string,
  role: AdminRole | null,
): Promise<RoleChange> {
  return await asSuperadmin(app, by, userId, async (before, preconditions) => {
    if (before === role) return null;
    const deletes = before === null ? [] : [roleTuple(userId, before)];
    const writes = role === null ? [] : [roleTuple(userId, role)];
    return { deletes, writes, mustExist: [...preconditions, ...deletes], mustNotExist: otherRoles(userId, before) };
  });
}

/** Revokes all roles of an admin. Throws the errors of `changeRole`. */
export async function revokeAll(app: Deps, by: AdminActor, userId: string): Promise<RoleChange> {
  return await asSuperadmin(app, by, userId, async (before, preconditions) => {
    const role = before === null ? [] : [roleTuple(userId, before)];
    const current = await grantsOf(app, by.admin.tenantId, userId);
    const grants = current.map(({ relation, tenantId }) => grantTuple(userId, relation, tenantId));
    if (role.length + grants.length === 0) return null;
    return {
      deletes: [...role, ...grants],
      mustExist: [...preconditions, ...role],
      mustNotExist: otherRoles(userId, before),
    };
  });
}

/** Grants or revokes an admin's role on a tenant. Returns the revision; null if nothing changed. */
export async function changeGrant(
  app: Deps,
  by: AdminActor,
  userId: string,
  change: { readonly tenantId: string; readonly relation: (typeof GRANTS)[number]; readonly isGranted: boolean },
): Promise<number | null> {
  const tuple = grantTuple(userId, change.relation, change.tenantId);
  const { revision } = await asSuperadmin(app, by, userId, async () => {
    const has = (await grantsOf(app, by.admin.tenantId, userId)).some(
      ({ tenantId, relation }) => tenantId === change.tenantId && relation === change.relation,
    );
    if (has === change.isGranted) return null;
    return change.isGranted ? { writes: [tuple], mustNotExist: [tuple] } : { deletes: [tuple], mustExist: [tuple] };
  });
  return revision;
}

interface PlannedWrite {
  readonly writes?: readonly TupleText[];
  readonly deletes?: readonly Triple[];
  readonly mustExist?: readonly Triple[];
  readonly mustNotExist?: readonly Triple[];
}

/**
 * Makes a change in one write, with the precondition that the caller is still a superadmin. A change that demotes a superadmin
 * also requires another superadmin who can sign in (`preconditions`).
 */
async function asSuperadmin(
  app: Deps,
  { admin, origin }: AdminActor,
  userId: string,
  plan: (before: AdminRole | null, preconditions: readonly Triple[]) => Promise<PlannedWrite | null>,
): Promise<RoleChange> {
  for (let tries = 0; tries < MAX_ATTEMPTS; tries++) {
    const roles = await rolesOf(app, admin.tenantId);
    if (roles.get(admin.userId) !== "superadmin") {
      throw new AppError("insufficient_permission", { permission: "manage", tenant: null });
    }
    const before = roles.get(userId) ?? null;
    const preconditions = before === "superadmin" ? [await successor(app, roles, userId)] : [];
    const planned = await plan(
      before,
      preconditions.flatMap((fact) => (fact === undefined ? [] : [fact])),
    );
    if (planned === null) return { before, revision: null };
    if (preconditions.includes(undefined) && removesSuperadmin(planned, userId)) throw new AppError("last_superadmin");
    const mustExist = [roleTuple(admin.userId, "superadmin"), ...(planned.mustExist ?? [])];
    const revision = await writeAdminGraph(app, admin.tenantId, { ...planned, mustExist }, origin);
    if (revision !== undefined) return { before, revision };
  }
  throw new AppError("conflict");
}

/** The tuple of another superadmin who can sign in, as a precondition. */
async function successor(
  { platform }: Pick<PlatformDeps, "platform">,
  roles: ReadonlyMap<string, AdminRole>,
  userId: string,
): Promise<Triple | undefined> {
  const rest = [...roles].filter(([id, role]) => role === "superadmin" && id !== userId).map(([id]) => id);
  const able = await platform.ableToSignIn(rest);
  const next = rest.find((id) => able.has(id));
  return next === undefined ? undefined : roleTuple(next, "superadmin");
}

function removesSuperadmin({ deletes = [] }: PlannedWrite, userId: string): boolean {
  const { subject, relation } = roleTuple(userId, "superadmin");
  return deletes.some((tuple) => tuple.subject === subject && tuple.relation === relation);
}

/** Tuples of the roles that the admin must not have. */
function otherRoles(userId: string, before: AdminRole | null): Triple[] {
  return ROLES.filter((role) => role !== before).map((role) => roleTuple(userId, role));
}
