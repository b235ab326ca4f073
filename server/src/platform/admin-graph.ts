import type { Tuple } from "@cf-auth/engine";
import type { AtRevision, Changes, Origin, Queries, QueryKind } from "../authz/graph-service.ts";
import { unwrap } from "../authz/outcome.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import { type AdminGrant, type AdminRole, GRANTS, type HeldGrant, ROLES } from "./admin-model.ts";
import { tendPlatform } from "./reconcile-platform.ts";

type Deps = Parameters<typeof tendPlatform>[0];

/** What a graph answers that has no model, or that of an older release. */
const OUTDATED: ReadonlySet<ErrorCode> = new Set(["model_not_found", "unknown_type", "unknown_relation"]);
const PAGE = 1000;

/**
 * Asks the platform's own graph, from its object, as it is now. A deployment that has just been brought to this release
 * need not wait for the scheduled work to have its model.
 */
export async function askAdmins<Kind extends QueryKind>(
  app: Deps,
  platformId: string,
  kind: Kind,
  asked: Queries[Kind]["request"],
): Promise<Queries[Kind]["result"] & AtRevision> {
  const outcome = await app.graph(platformId).query(kind, asked, undefined);
  if (outcome.ok || !OUTDATED.has(outcome.code)) return unwrap(outcome);
  await tendPlatform(app);
  return unwrap(await app.graph(platformId).query(kind, asked, undefined));
}

/** Changes the platform's graph. Its revision; undefined where a precondition does not hold. Throws other failures. */
export async function changeAdmins(
  app: Deps,
  platformId: string,
  changes: Partial<Changes>,
  origin: Origin,
): Promise<number | undefined> {
  const all = { writes: [], deletes: [], mustExist: [], mustNotExist: [], ...changes };
  const outcome = await app.graph(platformId).write(all, origin);
  if (!outcome.ok && outcome.code === "precondition_failed") return undefined;
  return unwrap(outcome).revision;
}

/** Every admin's role, by user id; who has none is not among them. */
export async function rolesOf(app: Deps, platformId: string): Promise<ReadonlyMap<string, AdminRole>> {
  const tuples = await readAll(app, platformId, { objectType: "platform", subjectType: "admin" });
  const roles = tuples.map(({ subjectId, relation }) => [subjectId, ROLES.find((role) => role === relation)] as const);
  return new Map(roles.filter((entry): entry is [string, AdminRole] => entry[1] !== undefined));
}

/** What an admin is for tenants by their own names; what follows from that for others is the model's to say. */
export async function grantsOf(app: Deps, platformId: string, userId: string): Promise<HeldGrant[]> {
  return (await readGrants(app, platformId, userId)).map(({ userId: _, ...grant }) => grant);
}

/** The grants of all admins. */
export async function allGrants(app: Deps, platformId: string): Promise<AdminGrant[]> {
  return await readGrants(app, platformId, undefined);
}

async function readGrants(app: Deps, platformId: string, userId: string | undefined): Promise<AdminGrant[]> {
  const one = userId === undefined ? {} : { subjectId: userId, subjectRelation: "" };
  const tuples = await readAll(app, platformId, { objectType: "tenant", subjectType: "admin", ...one });
  const now = app.clock.now().getTime();
  return tuples.flatMap(({ subjectId, relation, objectId, expiresAt }) => {
    const known = relation === "emergency" ? relation : GRANTS.find((grant) => grant === relation);
    // An expired tuple stays for a moment until it is removed.
    if (known === undefined || (expiresAt !== undefined && expiresAt * 1000 <= now)) return [];
    const until = expiresAt === undefined ? null : new Date(expiresAt * 1000);
    return [{ userId: subjectId, tenantId: objectId, relation: known, until }];
  });
}

async function readAll(app: Deps, platformId: string, filter: Queries["read"]["request"]["filter"]): Promise<Tuple[]> {
  const found: Tuple[] = [];
  for (let after: Tuple | undefined; ; after = found.at(-1)) {
    const { tuples, more } = await askAdmins(app, platformId, "read", { filter, after, limit: PAGE });
    found.push(...tuples);
    if (!more) return found;
  }
}
