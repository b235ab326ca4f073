import { callTRPCProcedure, TRPCError } from "@trpc/server";
import { KEY_HEADER } from "../idempotency/key.ts";
import { maxBodyOf } from "../pipeline/body-limit.ts";
import { CLIENT_HEADER, clientWarning } from "../pipeline/client-version.ts";
import { createContext, readRequest, withRequestId } from "../pipeline/context.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { requireDocument, requireWellFormed } from "../pipeline/document.ts";
import { appErrorOf } from "../pipeline/error-shape.ts";
import { afterwards } from "../pipeline/guard.ts";
import { failureText } from "../ports/database.ts";
import type { Defer } from "../ports/time.ts";
import { appRouter } from "../router.ts";
import { AppError, type ErrorData, errorData } from "../shared/errors/app-error.ts";

/**
 * A call from a Worker of the same account, as it crosses. The two Workers are released apart: fields may be added to this
 * and to the answer, and what is there stays as it is for a release at least.
 */
export interface AccountCall {
  /** `authz.check`. */
  readonly path: string;
  readonly input?: unknown;
  /** What would be headers over HTTP: credentials, the tenant, the client's version, an idempotency key. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error crosses as data: what is thrown across loses its class and all that it carries. */
export type AccountAnswer = (
  | { readonly ok: true; readonly data: unknown; readonly requestId: string }
  | { readonly ok: false; readonly error: ErrorData & { readonly message: string } }
) & {
  /** What the service has to say about the version of the client. */
  readonly warning?: string;
};

/**
 * What only a network or a browser says of a request. A Worker that could say it would be at whatever address a key is
 * bound to, and would be no page's cross-site request; so it has no address at all, and cookies are for browsers.
 */
const SAID_BY_OTHERS = /^(cf-|sec-|x-forwarded-|x-real-ip$|true-client-ip$|forwarded$|origin$|cookie$|host$|content-)/;

/** Answers a call by the rules of every other: who may call, how often, what is written down. Never throws. */
export async function answerAccountCall(app: AppDeps, call: unknown, defer: Defer): Promise<AccountAnswer> {
  const { path, input, headers } = Object(call);
  const request = new Request(`${app.config.publicUrl}/rpc`, { method: "POST", headers: headersFrom(headers) });
  const info = readRequest(request, app.clock.now());
  const answering = withRequestId(info.id, async (): Promise<AccountAnswer> => {
    try {
      const page = { host: undefined, own: new URL(request.url).origin, ...NO_PAGE };
      const ctx = await createContext(app, request, info, page, { defer });
      requireDocument(input, maxBodyOf(ctx.caller));
      requireWellFormed(input);
      const data: unknown = await callTRPCProcedure({
        ...{ router: appRouter, path, type: typeOf(path), ctx, batchIndex: 0, signal: undefined },
        getRawInput: async () => input,
      });
      return { ok: true, data, requestId: info.id };
    } catch (error) {
      return refusalOf(expected(error) ?? unexpected(error, info.id, path), info.id);
    }
  });
  // What a client may repeat goes on when the client has gone, so that the repeat finds it done.
  if (request.headers.has(KEY_HEADER)) defer(answering);
  const answer = await answering;
  for (const work of afterwards(app)) defer(work);
  const warning = clientWarning(request.headers.get(CLIENT_HEADER));
  return warning === undefined ? answer : { ...answer, warning };
}

export function refusalOf(error: AppError, requestId: string): AccountAnswer {
  return { ok: false, error: { message: error.message, ...errorData(error, requestId) } };
}

/** What a caller may do depends on it, so it is the procedure's own and nothing that the caller says. */
function typeOf(path: unknown): "query" | "mutation" {
  // Flat at run time, by path; tRPC types it as nested.
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: "query" | "mutation" } }>;
  const found = typeof path === "string" && Object.hasOwn(procedures, path) ? procedures[path] : undefined;
  if (found === undefined) throw new AppError("procedure_not_found");
  return found._def.type;
}

const NO_PAGE = { origin: undefined, site: undefined, contentType: undefined };

function headersFrom(given: unknown): Headers {
  const said = Object.entries(Object(given)).filter(([name]) => !SAID_BY_OTHERS.test(name.toLowerCase()));
  const headers = new Headers();
  for (const [name, value] of said) {
    try {
      headers.set(name, `${value}`);
    } catch {
      // What no header can say, nobody has said.
    }
  }
  return headers;
}

function expected(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  return error instanceof TRPCError ? appErrorOf(error) : undefined;
}

function unexpected(error: unknown, requestId: string, path: unknown): AppError {
  console.error(JSON.stringify({ level: "error", requestId, path: `${path}`, error: failureText(error) }));
  return new AppError("internal_error");
}
