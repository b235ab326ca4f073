import type { Tuple } from "@cf-auth/engine";
import type { AtRevision, Changes, Origin, Queries, QueryKind } from "../authz/graph-service.ts";
import { unwrap } from "../authz/outcome.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import { type AdminGrant, type AdminGrantRow, type AdminRole, GRANTS, ROLES } from "./admin-model.ts";
import { reconcilePlatform } from "./reconcile-platform.ts";

type Deps = Parameters<typeof reconcilePlatform>[0];

/** Errors of a graph that has no model, or one of an older release. */
const OUTDATED: ReadonlySet<ErrorCode> = new Set(["model_not_found", "unknown_type", "unknown_relation"]);
const PAGE = 1000;

/**
 * Queries the platform graph in its Durable Object, with consistency `exact`. If the graph has no model of this release yet,
 * installs it first instead of waiting for the schedule.
 */
export async function queryAdminGraph<Kind extends QueryKind>(
  app: Deps,
  platformId: string,
  kind: Kind,
  request: Queries[Kind]["request"],
): Promise<Queries[Kind]["result"] & AtRevision> {
  const outcome = await app.graph(platformId).query(kind, request, undefined);
  if (outcome.ok || !OUTDATED.has(outcome.code)) return unwrap(outcome);
  await reconcilePlatform(app);
  return unwrap(await app.graph(platformId).query(kind, request, undefined));
}

/** Writes to the platform graph. Returns the revision; undefined if a precondition isn't met. Throws other failures. */
export async function writeAdminGraph(
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

/** The role of each admin who has one, by user id. */
export async function rolesOf(app: Deps, platformId: string): Promise<ReadonlyMap<string, AdminRole>> {
  const tuples = await readAll(app, platformId, { objectType: "platform", subjectType: "admin" });
  const roles = tuples.map(({ subjectId, relation }) => [subjectId, ROLES.find((role) => role === relation)] as const);
  return new Map(roles.filter((entry): entry is [string, AdminRole] => entry[1] !== undefined));
}

/** What an admin is for tenants by their own names; what follows from that for others is the model's to say. */
export async function grantsOf(app: Deps, platformId: string, userId: string): Promise<AdminGrant[]> {
  return (await readGrants(app, platformId, userId)).map(({ userId: _, ...grant }) => grant);
}

/** The grants of all admins. */
export async function allGrants(app: Deps, platformId: string): Promise<AdminGrantRow[]> {
  return await readGrants(app, platformId, undefined);
}

async function readGrants(app: Deps, platformId: string, userId: string | undefined): Promise<AdminGrantRow[]> {
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
    const { tuples, more } = await queryAdminGraph(app, platformId, "read", { filter, after, limit: PAGE });
    found.push(...tuples);
    if (!more) return found;
  }
}
