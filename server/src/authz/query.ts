import * as z from "zod";
import type { Caller } from "../shared/caller.ts";
import type { CredentialStatus } from "../shared/credential-status.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import type { AuthzDeps } from "./deps.ts";
import type { AtRevision, Paused, Queries, QueryKind } from "./graph-service.ts";
import { unwrap } from "./outcome.ts";
import { readRevision, revisionInput } from "./schemas.ts";

/** Required freshness of the graph that a query reads. */
export const consistency = z
  .union([
    z.enum(["exact", "fast"]),
    z.strictObject({ atLeast: revisionInput, fast: z.literal(true).optional() }),
    z.strictObject({ at: revisionInput }),
  ])
  .default("exact")
  .describe(
    "exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made.",
  );

type Consistency = z.infer<typeof consistency>;

/** Queries that are counted as checks. */
const CHECKS: ReadonlySet<QueryKind> = new Set(["check", "batchCheck", "explain"]);

/** Caller, tenant and dependencies of a query. */
interface QueryScope {
  readonly caller: Caller;
  readonly app: AuthzDeps;
  readonly tenant: Pick<Tenant, "id">;
  readonly status: Pick<CredentialStatus, "defer">;
  readonly modelVersion?: number | undefined;
  /** Resolves the caller again. */
  reauthenticate(): Promise<Pick<QueryScope, "caller">>;
}

/** Runs the query on the tenant's graph, on a nearby copy if the consistency allows it. Throws the query's error. */
export async function query<Kind extends QueryKind>(
  scope: QueryScope,
  kind: Kind,
  request: Queries[Kind]["request"],
  required: Consistency,
): Promise<Queries[Kind]["result"] & AtRevision> {
  const { modelVersion } = scope;
  const bound = modelVersion === undefined ? request : { ...request, modelVersion };
  const { pauses, ...result } = await resultOf(scope, kind, bound, required);
  await requireStillAllowed(scope, { pauses });
  // TypeScript can't relate the rest to the generic result.
  return result as unknown as Queries[Kind]["result"] & AtRevision;
}

/**
 * Resolves the caller again after a query that paused, so that a caller who lost access meanwhile gets no result. Throws
 * the reason.
 */
export async function requireStillAllowed(
  { caller, reauthenticate }: Pick<QueryScope, "caller" | "reauthenticate">,
  { pauses }: Paused,
) {
  if (pauses === undefined || pauses === 0) return;
  const present = await reauthenticate();
  if (present.caller.kind !== caller.kind) throw new AppError("forbidden");
}

async function resultOf<Kind extends QueryKind>(
  { app, tenant, status, modelVersion }: QueryScope,
  kind: Kind,
  request: Queries[Kind]["request"],
  required: Consistency,
): Promise<Queries[Kind]["result"] & AtRevision & Paused> {
  const exact = async (at?: number) => unwrap(await app.graph(tenant.id).query(kind, request, at));
  if (CHECKS.has(kind)) app.meter.count(tenant.id, "checks", "checks" in request ? request.checks.length : 1);
  if (required === "exact") return await exact();
  if (typeof required === "object" && "at" in required) return await exact(readRevision(required.at));
  const atLeast = required === "fast" ? 0 : readRevision(required.atLeast);
  const nearby = app.replicas.query(tenant.id, kind, request, atLeast, status.defer);
  const near = await (modelVersion === undefined ? nearby : nearby.catch(undefinedForOtherModel));
  if (near !== undefined) return near;
  const result = await exact();
  if (result.revision < atLeast) {
    throw new AppError("revision_not_found", { revision: atLeast, newest: result.revision });
  }
  return result;
}

/** Undefined for a copy that may not have the required model yet. Rethrows other errors. */
function undefinedForOtherModel(error: unknown): undefined {
  if (!(error instanceof AppError && error.code === "model_version_not_found")) throw error;
}

/**
 * Throws `forbidden` for the platform's graph, which holds the permissions of admins: only `platform.admins` changes it.
 */
export function requireTenantGraph({ slug }: Pick<Tenant, "slug">): void {
  if (slug === PLATFORM_SLUG) throw new AppError("forbidden");
}
