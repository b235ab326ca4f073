import type { ZodError } from "zod";
import { MAX_STALE_CREDENTIALS_MS } from "../authz/settings.ts";
import { type Context, createContext, type Visit } from "../pipeline/context.ts";
import { issuesOf } from "../pipeline/input-issues.ts";
import { type DirectQuery, directQueryOf } from "../pipeline/procedure.ts";
import { runPipeline } from "../pipeline/run.ts";
import { transformer } from "../pipeline/transformer.ts";
import type { Defer } from "../ports/time.ts";
import { appRouter } from "../router.ts";
import { type CredentialStatus, CredentialStatusChanged } from "../shared/credential-status.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { BrowserRequest } from "../shared/same-site.ts";

// Flat at run time, by path; tRPC types it as nested.
const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, object>>;
const queries: ReadonlyMap<string, DirectQuery> = new Map(
  Object.entries(procedures).flatMap(([path, made]) => {
    const query = directQueryOf(made);
    return query === undefined ? [] : [[path, query] as const];
  }),
);

/** The query of a procedure that can run without tRPC; undefined for others. */
export function findDirectQuery(path: string): DirectQuery | undefined {
  return queries.get(path);
}

/** A call of one query. */
export interface DirectCall {
  readonly query: DirectQuery;
  readonly path: string;
  /** The input, not checked yet, or the error that it has. The caller is identified before anything is said of it. */
  readonly input: { readonly value: unknown } | { readonly error: AppError };
  /** Headers of the response. */
  readonly answer?: Headers;
  page(status: CredentialStatus): Promise<BrowserRequest>;
  /** The context of the call. Throws for a request that its caller may not make, such as one that is too large. */
  admit(context: Context): Context;
}

/**
 * Runs one query without tRPC, whose adapter and middlewares cost several times as much as a check. `fast` queries take a status of
 * credentials that is a little old. For all others it is requested while the query runs. Throws what the pipeline throws.
 */
export async function runDirectQuery(visit: Visit, call: DirectCall, defer: Defer): Promise<unknown> {
  const { credentialStatus: cache } = visit.app;
  const isFast = "value" in call.input && readsFast(call.input.value);
  try {
    return await attempt(visit, call, isFast ? cache.aged(maxAgeOf(visit), defer) : cache.assumed(defer));
  } catch (error) {
    if (!(error instanceof CredentialStatusChanged)) throw error;
    return await attempt(visit, call, cache.current);
  }
}

async function attempt(visit: Visit, direct: DirectCall, status: CredentialStatus): Promise<unknown> {
  const { query, path, answer } = direct;
  const context = direct.admit(
    await createContext(visit, await direct.page(status), { status, ...(answer && { answer }) }),
  );
  return await runQueryIn(context, { query, path, input: async () => requireInput(direct) });
}

/** Runs one query for a caller who is identified already. Throws what the pipeline throws. */
export async function runQueryIn(
  context: Context,
  { query, path, input }: { readonly query: DirectQuery; readonly path: string; input(): Promise<unknown> },
): Promise<unknown> {
  return await runPipeline(context, query.declaration, { path, type: "query", input }, async (admitted) => {
    const output = await query.work(admitted, parse(query, await input()));
    return context.app.config.validateOutputs ? requireExact({ query, path }, output) : output;
  });
}

function requireInput({ input }: DirectCall): unknown {
  if ("error" in input) throw input.error;
  return input.value;
}

/** Throws `invalid_input`. */
function parse(query: DirectQuery, input: unknown): unknown {
  const { success, data, error } = query.input.safeParse(input);
  if (!success) throw new AppError("invalid_input", { issues: issuesOf(error as ZodError) });
  return data;
}

/** Whether an input requests consistency `fast`, maybe at a revision that the client has seen. */
function readsFast(input: unknown): boolean {
  const consistency: unknown = Object(input).consistency;
  return consistency === "fast" || Object(consistency).fast === true;
}

/** For development: throws for an output that differs from what its schema says. */
function requireExact({ query: { output }, path }: Pick<DirectCall, "query" | "path">, value: unknown): unknown {
  const text = (each: unknown) => JSON.stringify(transformer.output.serialize(each), sortKeys);
  if (text(output.parse(value)) !== text(value))
    throw new Error(`The output of ${path} has fields that its schema lacks.`);
  return value;
}

/** A replacer of `JSON.stringify`. */
function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Maximum age of credentials in milliseconds: as old as the tenant's copy of the graph may be, and at most 10 seconds. 0 while
 * this isolate has no copy. Where the request names another tenant than the key's, that tenant's: admins may name any.
 */
function maxAgeOf({ app, request, url }: Visit): (tenantId: string) => number {
  const named = request.headers.get("x-tenant-id") ?? `host ${url.hostname}`;
  const about = app.cachedTenants.idOf(named);
  return (tenantId) => Math.min(app.replicas.maxAgeOf(about ?? tenantId), MAX_STALE_CREDENTIALS_MS);
}
