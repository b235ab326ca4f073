import type { Origin, Triple, TupleText } from "../authz/graph-service.ts";
import type { PlatformAdmin } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { changeAdmins, grantsOf, rolesOf } from "./admin-graph.ts";
import { type AdminRole, type GRANTS, grantTuple, ROLES, roleTuple } from "./admin-model.ts";
import type { PlatformDeps } from "./deps.ts";
import type { DecisionDeps } from "./permitted.ts";

/** Others may change admins at the same time; each try reads anew. */
const TRIES = 10;

/** Who changes an admin: which platform's, as whom, and by which request. */
export interface By {
  readonly admin: Pick<PlatformAdmin, "tenantId" | "userId">;
  readonly origin: Origin;
}

/** What became of a change: what the admin was before, and the revision; null where there was nothing to change. */
export interface Changed {
  readonly before: AdminRole | null;
  readonly revision: number | null;
}

type Deps = DecisionDeps & Pick<PlatformDeps, "platform">;

/**
 * Makes an admin something else for the whole platform, or nothing. Throws `insufficient_permission`, `last_superadmin` and
 * `conflict`; then nothing is changed.
 */
export async function changeRole(app: Deps, by: By, userId: string, role: AdminRole | null): Promise<Changed> {
  return await asSuperadmin(app, by, userId, async (before, guards) => {
    if (before === role) return null;
    const deletes = before === null ? [] : [roleTuple(userId, before)];
    const writes = role === null ? [] : [roleTuple(userId, role)];
    return { deletes, writes, mustExist: [...guards, ...deletes], mustNotExist: others(userId, before) };
  });
}

/** Takes everything from an admin that they may do. Throws as `changeRole` does. */
export async function takeAll(app: Deps, by: By, userId: string): Promise<Changed> {
  return await asSuperadmin(app, by, userId, async (before, guards) => {
    const role = before === null ? [] : [roleTuple(userId, before)];
    const held = await grantsOf(app, by.admin.tenantId, userId);
    const grants = held.map(({ relation, tenantId }) => grantTuple(userId, relation, tenantId));
    if (role.length + grants.length === 0) return null;
    return { deletes: [...role, ...grants], mustExist: [...guards, ...role], mustNotExist: others(userId, before) };
  });
}

/** Makes an admin something for a tenant, in place of what they are for it by its name, or nothing. */
export async function changeGrant(
  app: Deps,
  by: By,
  userId: string,
  change: { readonly tenantId: string; readonly relation: (typeof GRANTS)[number]; readonly held: boolean },
): Promise<number | null> {
  const tuple = grantTuple(userId, change.relation, change.tenantId);
  const { revision } = await asSuperadmin(app, by, userId, async () => {
    const has = (await grantsOf(app, by.admin.tenantId, userId)).some(
      ({ tenantId, relation }) => tenantId === change.tenantId && relation === change.relation,
    );
    if (has === change.held) return null;
    return change.held ? { writes: [tuple], mustNotExist: [tuple] } : { deletes: [tuple], mustExist: [tuple] };
  });
  return revision;
}

interface Planned {
  readonly writes?: readonly TupleText[];
  readonly deletes?: readonly Triple[];
  readonly mustExist?: readonly Triple[];
  readonly mustNotExist?: readonly Triple[];
}

/**
 * Carries out a change in one write that happens only while the caller is a superadmin, whoever has been demoted
 * meanwhile; where it would take that from somebody, also only while another able one is there (`guards`).
 */
async function asSuperadmin(
  app: Deps,
  { admin, origin }: By,
  userId: string,
  plan: (before: AdminRole | null, guards: readonly Triple[]) => Promise<Planned | null>,
): Promise<Changed> {
  for (let tries = 0; tries < TRIES; tries++) {
    const roles = await rolesOf(app, admin.tenantId);
    if (roles.get(admin.userId) !== "superadmin") {
      throw new AppError("insufficient_permission", { permission: "manage", tenant: null });
    }
    const before = roles.get(userId) ?? null;
    const guards = before === "superadmin" ? [await successor(app, roles, userId)] : [];
    const planned = await plan(
      before,
      guards.flatMap((guard) => (guard === undefined ? [] : [guard])),
    );
    if (planned === null) return { before, revision: null };
    if (guards.includes(undefined) && takes(planned, userId)) throw new AppError("last_superadmin");
    const mustExist = [roleTuple(admin.userId, "superadmin"), ...(planned.mustExist ?? [])];
    const revision = await changeAdmins(app, admin.tenantId, { ...planned, mustExist }, origin);
    if (revision !== undefined) return { before, revision };
  }
  throw new AppError("conflict");
}

/** Another superadmin who can sign in, as a fact that has to hold. */
async function successor(
  { platform }: Pick<PlatformDeps, "platform">,
  roles: ReadonlyMap<string, AdminRole>,
  userId: string,
): Promise<Triple | undefined> {
  const rest = [...roles].filter(([id, role]) => role === "superadmin" && id !== userId).map(([id]) => id);
  const able = await platform.able(rest);
  const next = rest.find((id) => able.has(id));
  return next === undefined ? undefined : roleTuple(next, "superadmin");
}

function takes({ deletes = [] }: Planned, userId: string): boolean {
  const { subject, relation } = roleTuple(userId, "superadmin");
  return deletes.some((tuple) => tuple.subject === subject && tuple.relation === relation);
}

/** The roles that an admin does not have at the same time. */
function others(userId: string, before: AdminRole | null): Triple[] {
  return ROLES.filter((role) => role !== before).map((role) => roleTuple(userId, role));
}
