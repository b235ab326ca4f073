import type { TRPCError } from "@trpc/server";
import type { Entry } from "../audit/entry.ts";
import type { Partition } from "../idempotency/call-record.ts";
import { inputText, REPLAYED_HEADER, readKey } from "../idempotency/key.ts";
import { type WorkResult, withIdempotency } from "../idempotency/with-idempotency.ts";
import { readSessionCookie } from "../sessions/cookies.ts";
import { actorOf, type Caller, isServer } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { definitionOf, type ErrorCode } from "../shared/errors/catalog.ts";
import { requireOwnPage } from "../shared/same-site.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";
import { appErrorOf, isOfWrongShape, toTrpcError } from "./error-shape.ts";
import { deserialize, transformer } from "./transformer.ts";

/** What tRPC makes of a procedure. */
type Ran = { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly error: TRPCError };

/** What a repeat is answered. */
interface Answer {
  readonly data?: unknown;
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly details: Record<string, unknown> };
  /** The headers `Set-Cookie`, and the cookie that the browser sent before it got them. */
  readonly cookies: readonly string[];
  readonly cookie: string | undefined;
}

/** A change that a client may repeat. */
interface Call {
  readonly path: string;
  readonly declaration: Pick<Declaration, "about">;
  input(): Promise<unknown>;
}

/**
 * Makes a change once, however often a client repeats it with its key. To be called when the caller's right and limits
 * have been checked, so that they are for each repeat.
 *
 * Throws `idempotency_key_invalid`, `idempotency_batch_not_allowed`, and what `withIdempotency` throws.
 */
export async function keyed<Result extends Ran>(
  ctx: Context & { readonly entry: Entry },
  call: Call,
  header: string,
  proceed: () => Promise<Result>,
): Promise<Result> {
  const key = readKey(header);
  if (!ctx.repeats.isAlone) throw new AppError("idempotency_batch_not_allowed");
  const place = placeOf(ctx, call.declaration);
  if (place === undefined) return await proceed();
  const { app, caller, request } = ctx;
  const name = { objectName: place, caller: callerName(caller), path: call.path, key };
  const what = { input: inputText(await call.input()), requestId: request.id, partition: partitionOf(caller) };
  const needs = { records: app.calls(place), secrets: app.config.secrets, pause: app.pause, defer: ctx.repeats.defer };
  try {
    const done = await withIdempotency(needs, { ...name, ...what }, async () => await doneOf(ctx, await proceed()));
    return "result" in done ? done.result : replay<Result>(ctx, done.answer);
  } catch (error) {
    // It is the first call that is written down.
    if (error instanceof AppError && error.code === "idempotency_key_in_use") ctx.entry.isRepeat = true;
    throw error;
  }
}

/** The object that keeps the call: the tenant's, or the platform's, which has one before there is any tenant. */
function placeOf({ tenant }: Context, { about }: Call["declaration"]): string | undefined {
  return about === "tenant" ? tenant?.id : PLATFORM_SLUG;
}

/**
 * Who may find what a call left. All pages of a tenant are one: a publishable key says which tenant they are of and nothing about
 * who looks at them, and when it is rotated, a tab with its successor takes up what another began. As with callers that have
 * no key, it is the client's own random key, and the same input, that only the same client has.
 */
function callerName(caller: Caller): string {
  return caller.kind === "publishable" ? caller.kind : `${caller.kind} ${actorOf(caller)}`;
}

function partitionOf(caller: Caller): Partition {
  return isServer(caller) || caller.kind === "admin" ? "servers" : "public";
}

/** What a call leaves for its repeats. */
async function doneOf<Result extends Ran>(ctx: Context, result: Result): Promise<WorkResult<Result>> {
  const headers = { cookies: ctx.answer.getSetCookie(), cookie: ctx.cookie };
  if (result.ok) return { result, outcome: { answer: textOf({ data: result.data, ...headers }) } };
  const { code, message, details } = appErrorOf(result.error);
  // Nobody knows what was changed before something went wrong that nobody expected.
  if (code === "internal_error") return { result, outcome: "unknown" };
  // Whoever may try again finds nothing changed; and where the input is of the wrong shape nothing was begun.
  if (definitionOf(code).retryable || isOfWrongShape(result.error)) return { result, outcome: "nothing" };
  return { result, outcome: { answer: textOf({ error: { code, message, details }, ...headers }) } };
}

/** Answers as the first time. */
function replay<Result extends Ran>(ctx: Context & { readonly entry: Entry }, text: string): Result {
  // Only what `textOf` has made comes here: it is sealed.
  const { data, error, cookies, cookie } = deserialize(JSON.parse(text)) as Answer;
  if (cookies.length > 0) requireSameBrowser(ctx, [cookie, ...cookies.map(readSessionCookie)]);
  ctx.entry.isRepeat = true;
  ctx.answer.set(REPLAYED_HEADER, "true");
  for (const each of cookies) ctx.answer.append("set-cookie", each);
  if (error !== undefined) throw toTrpcError(new AppError(error.code, error.details, error.message));
  // tRPC has no word for what answers in a procedure's stead; it is what `next` makes of an answer.
  return { ok: true, data, ctx } as unknown as Result;
}

/**
 * Throws `idempotency_key_reused` unless the browser has the cookie that it had the first time, or the one it was given
 * then: the answer may have got lost after its headers. And what speaks against handing out cookies at all.
 */
function requireSameBrowser({ page, tenant, cookie }: Context, cookies: readonly (string | undefined)[]): void {
  if (!cookies.includes(cookie)) throw new AppError("idempotency_key_reused");
  if (tenant !== undefined) requireOwnPage(page, tenant);
}

function textOf(answer: Answer): string {
  return JSON.stringify(transformer.output.serialize(answer));
}
