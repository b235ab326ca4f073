import type { AuditEntry } from "../audit/entry.ts";
import type { Partition } from "../idempotency/call-record.ts";
import { inputText, REPLAYED_HEADER, readKey } from "../idempotency/key.ts";
import { type WorkResult, withIdempotency } from "../idempotency/with-idempotency.ts";
import { isSessionCookie, readSessionCookie } from "../sessions/cookies.ts";
import { actorOf, type Caller, isOperator, isServer } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { definitionOf, type ErrorCode } from "../shared/errors/catalog.ts";
import { requireSameSite } from "../shared/same-site.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import type { Context } from "./context.ts";
import type { Call, Declaration } from "./declaration.ts";
import { appErrorOf, isInvalidInput } from "./error-shape.ts";
import { deserialize, transformer } from "./transformer.ts";

/** The stored result of a call, for its replays. */
interface Answer {
  readonly data?: unknown;
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly details: Record<string, unknown> };
  /** The headers `Set-Cookie` of the first response, and the cookie that the browser sent for it. */
  readonly cookies: readonly string[];
  readonly cookie: string | undefined;
}

/** The result of the work, or the error it threw. */
type Settled<Result> = { readonly value: Result } | { readonly thrown: unknown };

/**
 * Does the work of a call, or replays the result of an earlier call with the same idempotency key. Queries, calls without
 * a key and calls without a tenant are never replayed. Runs after rights and limits, so that replays need and use them too.
 *
 * Throws `idempotency_key_invalid`, `idempotency_batch_not_allowed`, and what `withIdempotency` throws.
 */
export async function replayOrRun<Result>(
  context: Context,
  declaration: Pick<Declaration, "about">,
  call: Call,
  entry: AuditEntry,
  work: () => Promise<Result>,
): Promise<Result> {
  const { app, caller, request, idempotency } = context;
  if (idempotency.key === undefined || call.type === "query") return await work();
  const key = readKey(idempotency.key);
  if (!idempotency.isOnlyCall) throw new AppError("idempotency_batch_not_allowed");
  const owner = ownerOf(context, declaration);
  if (owner === undefined) return await work();
  const name = { objectName: owner, caller: callerName(caller), path: call.path, key };
  const what = { input: inputText(await call.input()), requestId: request.id, partition: partitionOf(caller) };
  const deps = { records: app.calls(owner), secrets: app.config.secrets, pause: app.pause, defer: idempotency.defer };
  try {
    const done = await withIdempotency(deps, { ...name, ...what }, async () => await settle(context, work));
    if ("answer" in done) return replay(context, entry, done.answer) as Result;
    if ("thrown" in done.result) throw done.result.thrown;
    return done.result.value;
  } catch (error) {
    // The first call has the audit event.
    if (error instanceof AppError && error.code === "idempotency_key_in_use") entry.isReplay = true;
    throw error;
  }
}

/** The tenant whose object stores the call. Calls about the platform belong to the platform, which exists before any tenant. */
function ownerOf({ tenant }: Context, { about }: Pick<Declaration, "about">): string | undefined {
  return about === "tenant" ? tenant?.id : PLATFORM_SLUG;
}

/**
 * The callers that may replay each other's calls. All publishable keys of a tenant are one caller: they identify no person, and
 * a tab with a rotated key may replay a call of its predecessor. The client's random key and equal input identify the client.
 */
function callerName(caller: Caller): string {
  return caller.kind === "publishable" ? caller.kind : `${caller.kind} ${actorOf(caller)}`;
}

function partitionOf(caller: Caller): Partition {
  return isServer(caller) || isOperator(caller) ? "servers" : "public";
}

/** Does the work, and decides what its replays find. */
async function settle<Result>(context: Context, work: () => Promise<Result>): Promise<WorkResult<Settled<Result>>> {
  const headers = () => ({ cookies: context.answer.getSetCookie(), cookie: context.cookie });
  let value: Result;
  try {
    value = await work();
  } catch (thrown) {
    const { code, message, details } = appErrorOf(thrown);
    const result = { thrown };
    // An unexpected error may have come before or after the change.
    if (code === "internal_error") return { result, outcome: "unknown" };
    // A retryable error and an invalid input changed nothing.
    if (definitionOf(code).retryable || isInvalidInput(thrown)) return { result, outcome: "nothing" };
    return { result, outcome: { answer: textOf({ error: { code, message, details }, ...headers() }) } };
  }
  return { result: { value }, outcome: { answer: textOf({ data: value, ...headers() }) } };
}

/** The first result again, with its cookies for the same browser. Throws the first error. */
function replay(context: Context, entry: AuditEntry, text: string): unknown {
  // The text was made by `textOf`, and stored encrypted.
  const { data, error, cookies, cookie } = deserialize(JSON.parse(text)) as Answer;
  if (cookies.length > 0)
    requireSameBrowser(context, [cookie, ...cookies.filter(isSessionCookie).map(readSessionCookie)]);
  entry.isReplay = true;
  context.answer.set(REPLAYED_HEADER, "true");
  for (const each of cookies) if (!isHeld(context, each)) context.answer.append("set-cookie", each);
  if (error !== undefined) throw new AppError(error.code, error.details, error.message);
  return data;
}

/**
 * Whether the browser sent this cookie, so that it needn't be set again. While this response is on its way, a refresh of
 * another tab may set a newer one, which it would replace.
 */
function isHeld({ cookie }: Context, set: string): boolean {
  return cookie !== undefined && readSessionCookie(set) === cookie;
}

/**
 * Throws `idempotency_key_reused` unless the browser sends the cookie of the first request, or the cookie of its response, which
 * may have been lost after its headers. Throws what `requireSameSite` throws.
 */
function requireSameBrowser({ page, tenant, cookie }: Context, cookies: readonly (string | undefined)[]): void {
  if (!cookies.includes(cookie)) throw new AppError("idempotency_key_reused");
  if (tenant !== undefined) requireSameSite(page, tenant);
}

function textOf(answer: Answer): string {
  return JSON.stringify(transformer.output.serialize(answer));
}
