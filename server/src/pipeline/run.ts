import type { AuditEntry } from "../audit/entry.ts";
import { type RequestScope, withRequest } from "../ports/request-scope.ts";
import type { Defer } from "../ports/time.ts";
import { inSpan, type SpanEnd } from "../ports/tracing.ts";
import type { CallerKind } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { inTimeOf } from "../shared/tenant-clock.ts";
import { CLIENT_HEADER, clientVersionOf } from "./client-version.ts";
import type { Context } from "./context.ts";
import type { Call, Declaration, Subject } from "./declaration.ts";
import type { AppDeps } from "./deps.ts";
import { mapError } from "./error-shape.ts";
import { withinExactLimits } from "./exact-limits.ts";
import { requireWithinRateLimit } from "./rate-limit.ts";
import { CallRecord, flush } from "./record-call.ts";
import { replayOrRun } from "./replay.ts";
import { logRequest } from "./request-log.ts";
import { type Rights, requireRights } from "./rights.ts";
import { traceIdOf } from "./trace-context.ts";

/** The context of a call's work: a caller with the right to it, and its tenant where it is about one. */
export interface CallContext<Kinds extends readonly CallerKind[], About extends Subject>
  extends Omit<Context, keyof Rights<Kinds> | "tenant">,
    Rights<Kinds> {
  readonly tenant: About extends "tenant" ? Tenant : Tenant | undefined;
  /** The call's event in the audit log, which the work may write together with its change. */
  readonly entry: AuditEntry;
}

/**
 * Runs one call of any entry, in the order that all entries share. `createContext` has identified the caller and the tenant and
 * checked the tenant's status, once for all calls of a batch.
 *
 * Throws only AppErrors, and `CredentialStatusChanged` where the caller has to be identified again: then nothing is recorded.
 */
export async function runPipeline<const Kinds extends readonly CallerKind[], About extends Subject, Result>(
  context: Context,
  declaration: Declaration<Kinds, About>,
  call: Call,
  work: (context: CallContext<Kinds, About>) => Promise<Result>,
): Promise<Result> {
  const record = new CallRecord(context, declaration, call.path);
  return await inSpan(
    call.path,
    async () => await recorded(context, declaration, call, { record, work }),
    (thrown) => spanEnd(context, thrown),
  );
}

/** Runs the call, and records its outcome. */
async function recorded<const Kinds extends readonly CallerKind[], About extends Subject, Result>(
  context: Context,
  declaration: Declaration<Kinds, About>,
  call: Call,
  { record, work }: { record: CallRecord; work: (context: CallContext<Kinds, About>) => Promise<Result> },
): Promise<Result> {
  try {
    await requireWithinRateLimit(context, declaration.rateLimit, call.input);
    const rights = await requireRights(context, declaration, call);
    // After the rights: calls without them use up no limit of the tenant's.
    const result = await withinExactLimits(context, declaration, async () => {
      return await replayOrRun(context, declaration, call, record.entry, async () => {
        return await work(contextOfWork(context, declaration, rights, record.entry));
      });
    });
    await context.status.confirm();
    await record.succeed(call.input, result);
    return result;
  } catch (thrown) {
    await context.status.confirm();
    const error = mapError(thrown, context.request.id, call.path);
    await record.fail(error);
    throw error;
  }
}

function spanEnd({ tenant, caller }: Context, thrown: unknown): SpanEnd {
  const errorCode = thrown instanceof AppError ? thrown.code : undefined;
  const attributes = {
    "cf_auth.tenant.id": tenant?.id,
    "cf_auth.caller.kind": caller.kind,
    "cf_auth.outcome": thrown === undefined ? "ok" : (errorCode ?? "unknown"),
  };
  return { attributes, errorCode };
}

/** Throws `tenant_required`, and `forbidden` for the platform's own tenant where the call excludes it. */
function contextOfWork<Kinds extends readonly CallerKind[], About extends Subject>(
  context: Context,
  { about, excludesPlatform }: Declaration<Kinds, About>,
  rights: Rights<Kinds>,
  entry: AuditEntry,
): CallContext<Kinds, About> {
  const { app, tenant } = context;
  if (about === "platform") return { ...context, ...rights, entry } as CallContext<Kinds, About>;
  if (tenant === undefined) throw new AppError("tenant_required");
  if (excludesPlatform && tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  return { ...context, ...rights, entry, tenant, app: inTimeOf(app, tenant) };
}

/** A request of any entry, with one call or a batch of them. */
export interface RunningRequest<Answer> {
  readonly id: string;
  /** Its path, for the log. */
  readonly path: string;
  readonly request: Request;
  /** Status of a response. */
  readonly statusOf: (answer: Answer) => number;
  /** Whether its client may replay it: then it runs to its end after the client has gone. */
  readonly isReplayable: boolean;
  readonly defer: Defer;
}

/**
 * Answers a request under its id, and logs it. Every error becomes an AppError; audit and metering are delivered after the
 * answer.
 */
export async function runRequest<Answer>(
  app: AppDeps,
  { id, path, request, statusOf, isReplayable, defer }: RunningRequest<Answer>,
  answer: () => Promise<Answer>,
  refuse: (error: AppError) => Answer,
): Promise<Answer> {
  const { method, headers } = request;
  const startedAt = app.clock.now();
  const scope: RequestScope = { id, traceId: traceIdOf(headers), route: undefined, calls: [], errorCode: undefined };
  const answering = withRequest(scope, answer).catch((thrown: unknown) => {
    const error = mapError(thrown, id, path);
    scope.errorCode ??= error.code;
    return refuse(error);
  });
  if (isReplayable) defer(answering);
  const answered = await answering;
  const client = clientVersionOf(headers.get(CLIENT_HEADER));
  logRequest(app, { scope, method, status: statusOf(answered), startedAt, client });
  for (const delivery of flush(app)) defer(delivery);
  return answered;
}
