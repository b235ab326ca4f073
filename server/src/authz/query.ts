import * as z from "zod";
import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import type { AuthzDeps } from "./deps.ts";
import type { AtRevision, Paused, QueryKind, Queries } from "./graph-service.ts";
import { unwrap } from "./outcome.ts";
import { readRevision, revisionInput } from "./schemas.ts";

/** How new the graph has to be that answers. */
export const consistency = z
  .union([z.enum(["exact", "fast"]), z.strictObject({ atLeast: revisionInput }), z.strictObject({ at: revisionInput })])
  .default("exact")
  .describe(
    "exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made.",
  );

type Consistency = z.infer<typeof consistency>;

/** What counts as checking. */
const CHECKS: ReadonlySet<QueryKind> = new Set(["check", "batchCheck", "explain"]);

/** Who asks, about which tenant. */
interface QueryScope {
  readonly caller: Caller;
  readonly app: AuthzDeps;
  readonly tenant: Pick<Tenant, "id">;
  /** Who is asking, looked up anew. */
  again(): Promise<Pick<QueryScope, "caller">>;
}

/** Asks the tenant's graph, where the consistency allows nearby. Throws the failure that the answer may be. */
export async function query<Kind extends QueryKind>(
  asking: QueryScope,
  kind: Kind,
  asked: Queries[Kind]["asked"],
  wanted: Consistency,
): Promise<Queries[Kind]["answer"] & AtRevision> {
  const { pauses, ...answer } = await resultOf(asking, kind, asked, wanted);
  await requireStillAllowed(asking, { pauses });
  // What is left is the answer, whatever its kind.
  return answer as unknown as Queries[Kind]["answer"] & AtRevision;
}

/**
 * Looks at the caller once more where an answer has taken so long that others went first: whoever may not ask any longer is
 * told nothing. Throws what says why.
 */
export async function requireStillAllowed({ caller, again }: Pick<QueryScope, "caller" | "again">, { pauses }: Paused) {
  if (pauses === undefined || pauses === 0) return;
  const present = await again();
  if (present.caller.kind !== caller.kind) throw new AppError("forbidden");
}

async function resultOf<Kind extends QueryKind>(
  { app, tenant }: QueryScope,
  kind: Kind,
  asked: Queries[Kind]["asked"],
  wanted: Consistency,
): Promise<Queries[Kind]["answer"] & AtRevision & Paused> {
  const graph = app.graph(tenant.id);
  if (CHECKS.has(kind)) app.meter.count(tenant.id, "checks", "checks" in asked ? asked.checks.length : 1);
  if (wanted === "exact") return unwrap(await graph.query(kind, asked, undefined));
  if (typeof wanted === "object" && "at" in wanted) {
    return unwrap(await graph.query(kind, asked, readRevision(wanted.at)));
  }
  const atLeast = wanted === "fast" ? 0 : readRevision(wanted.atLeast);
  const near = await app.replicas.query(tenant.id, kind, asked, atLeast);
  if (near !== undefined) return unwrap(near);
  const answer = unwrap(await graph.query(kind, asked, undefined));
  if (answer.revision < atLeast) {
    throw new AppError("revision_not_found", { revision: atLeast, newest: answer.revision });
  }
  return answer;
}

/**
 * Throws `forbidden` for the platform's own tenant: its graph says what admins may do, and is changed by `platform.admins`
 * and nothing else.
 */
export function requireTenantGraph({ slug }: Pick<Tenant, "slug">): void {
  if (slug === PLATFORM_SLUG) throw new AppError("forbidden");
}
