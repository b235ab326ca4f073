import * as z from "zod";
import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import type { AuthzDeps } from "./deps.ts";
import type { AtRevision, Paused, QuestionKind, Questions } from "./graph-service.ts";
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
const CHECKS: ReadonlySet<QuestionKind> = new Set(["check", "batchCheck", "explain"]);

/** Who asks, about which tenant. */
interface Asking {
  readonly caller: Caller;
  readonly app: AuthzDeps;
  readonly tenant: Pick<Tenant, "id">;
  /** Who is asking, looked up anew. */
  reauthenticate(): Promise<Pick<Asking, "caller">>;
}

/** Asks the tenant's graph, where the consistency allows nearby. Throws the failure that the answer may be. */
export async function ask<Kind extends QuestionKind>(
  asking: Asking,
  kind: Kind,
  asked: Questions[Kind]["asked"],
  wanted: Consistency,
): Promise<Questions[Kind]["answer"] & AtRevision> {
  const { pauses, ...answer } = await answerOf(asking, kind, asked, wanted);
  await requireStillAllowed(asking, { pauses });
  // What is left is the answer, whatever its kind.
  return answer as unknown as Questions[Kind]["answer"] & AtRevision;
}

/**
 * Looks at the caller once more where an answer has taken so long that others went first: whoever may not ask any longer is
 * told nothing. Throws what says why.
 */
export async function requireStillAllowed(
  { caller, reauthenticate }: Pick<Asking, "caller" | "reauthenticate">,
  { pauses }: Paused,
) {
  if (pauses === undefined || pauses === 0) return;
  const present = await reauthenticate();
  if (present.caller.kind !== caller.kind) throw new AppError("forbidden");
}

async function answerOf<Kind extends QuestionKind>(
  { app, tenant }: Asking,
  kind: Kind,
  asked: Questions[Kind]["asked"],
  wanted: Consistency,
): Promise<Questions[Kind]["answer"] & AtRevision & Paused> {
  const graph = app.graph(tenant.id);
  if (CHECKS.has(kind)) app.meter.count(tenant.id, "checks", "checks" in asked ? asked.checks.length : 1);
  if (wanted === "exact") return unwrap(await graph.ask(kind, asked, undefined));
  if (typeof wanted === "object" && "at" in wanted) {
    return unwrap(await graph.ask(kind, asked, readRevision(wanted.at)));
  }
  const atLeast = wanted === "fast" ? 0 : readRevision(wanted.atLeast);
  const near = await app.replicas.ask(tenant.id, kind, asked, atLeast);
  if (near !== undefined) return unwrap(near);
  const answer = unwrap(await graph.ask(kind, asked, undefined));
  if (answer.revision < atLeast) {
    throw new AppError("revision_not_found", { revision: atLeast, newest: answer.revision });
  }
  return answer;
}

/**
 * Throws `forbidden` for the platform's own tenant: its graph says what admins may do, and is changed by `platform.admins`
 * and nothing else.
 */
export function requireOwnGraph({ slug }: Pick<Tenant, "slug">): void {
  if (slug === PLATFORM_SLUG) throw new AppError("forbidden");
}
