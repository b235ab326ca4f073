import { KEY_HEADER } from "../idempotency/key.ts";
import { maxBodyOf } from "../pipeline/body-limit.ts";
import { CLIENT_HEADER, clientWarning } from "../pipeline/client-version.ts";
import { type Context, createContext, pageOf, readIdempotency, readRequest } from "../pipeline/context.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { requireDocument, requireWellFormed } from "../pipeline/document.ts";
import { runRequest } from "../pipeline/run.ts";
import type { Defer } from "../ports/time.ts";
import type { Caller } from "../shared/caller.ts";
import { type AppError, type ErrorData, errorData } from "../shared/errors/app-error.ts";
import { findDirectQuery, runDirectQuery } from "./direct-query.ts";
import { callProcedure } from "./procedures.ts";
import { noteRoute } from "./route.ts";

/**
 * A call from a Worker of the same account. The two Workers are released apart: fields of calls and answers may be added, and no
 * field changes within a release.
 */
export interface AccountCall {
  /** `authz.check`. */
  readonly path: string;
  readonly input?: unknown;
  /** The headers that an HTTP request would have: credentials, the tenant, the client's version, an idempotency key. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer to another Worker. Errors cross as data: a thrown error loses its class and fields. */
export type AccountAnswer = (
  | { readonly ok: true; readonly data: unknown; readonly requestId: string }
  | { readonly ok: false; readonly error: ErrorData & { readonly message: string } }
) & {
  /** A sentence on a version of the client that doesn't match the service. */
  readonly warning?: string;
};

/**
 * Headers that only a network or a browser may set. Otherwise a Worker could claim an IP address that a key is bound to, or a
 * page's origin. So these calls have no IP address, no page and no cookies.
 */
const NETWORK_HEADERS = /^(cf-|sec-|x-forwarded-|x-real-ip$|true-client-ip$|forwarded$|origin$|cookie$|host$|content-)/;

/** Answers a call by the same pipeline as every entry. Never throws. */
export async function answerAccountCall(app: AppDeps, call: unknown, defer: Defer): Promise<AccountAnswer> {
  const { path, input, headers } = Object(call);
  const request = new Request(`${app.config.publicUrl}/rpc`, { method: "POST", headers: headersFrom(headers) });
  const url = new URL(request.url);
  const info = readRequest(request, app.clock.now());
  const requireInput = (caller: Caller) => {
    requireDocument(input, maxBodyOf(caller));
    requireWellFormed(input);
  };
  const answer = await runRequest<AccountAnswer>(
    app,
    { id: info.id, path: `${path}`, request, statusOf, isReplayable: request.headers.has(KEY_HEADER), defer },
    async () => {
      noteRoute("rpc");
      const visit = { app, request, url, info };
      const page = pageOf(request, url, undefined);
      const query = typeof path === "string" ? findDirectQuery(path) : undefined;
      if (query !== undefined) {
        const admit = (context: Context) => {
          requireInput(context.caller);
          return context;
        };
        const call = { query, path, input: { value: input ?? {} }, page: async () => page, admit };
        return { ok: true, data: await runDirectQuery(visit, call, defer), requestId: info.id };
      }
      const idempotency = readIdempotency(request, 1, defer);
      const ctx = await createContext(visit, page, { idempotency });
      requireInput(ctx.caller);
      const data = await callProcedure(ctx, path, async () => input);
      return { ok: true, data, requestId: info.id };
    },
    (error) => refusalOf(error, info.id),
  );
  const warning = clientWarning(request.headers.get(CLIENT_HEADER));
  return warning === undefined ? answer : { ...answer, warning };
}

function statusOf(answer: AccountAnswer): number {
  return answer.ok ? 200 : answer.error.httpStatus;
}

export function refusalOf(error: AppError, requestId: string): AccountAnswer {
  return { ok: false, error: { message: error.message, ...errorData(error, requestId) } };
}

function headersFrom(input: unknown): Headers {
  const allowed = Object.entries(Object(input)).filter(([name]) => !NETWORK_HEADERS.test(name.toLowerCase()));
  const headers = new Headers();
  for (const [name, value] of allowed) {
    try {
      headers.set(name, `${value}`);
    } catch {
      // A name or value that no header can have is ignored.
    }
  }
  return headers;
}
