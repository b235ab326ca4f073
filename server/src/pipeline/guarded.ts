import type { ScopedCall } from "../api-keys/scopes.ts";
import { AppError, errorResponse } from "../shared/errors/app-error.ts";
import { type Context, createContext, type RequestInfo, readPage } from "./context.ts";
import { adminNeedOf } from "./declaration.ts";
import type { AppDeps } from "./deps.ts";
import { withinExactLimits } from "./exact-limits.ts";
import { type CallerOf, measure, record, requireCaller } from "./guard.ts";
import { requireWithinLimit } from "./rate-limit.ts";
import { requireAdminMay } from "./require-admin-may.ts";

const CALLERS = ["secret", "admin"] as const;

/** What a restricted key needs the scope of, and under which event it is recorded. */
export interface Guarded {
  readonly call: ScopedCall;
  readonly audit: string;
}

/** A context whose caller is one that may come. */
export type GuardedContext = Context & { readonly caller: CallerOf<typeof CALLERS> };

/** What a procedure checks and records, for a request that is none. */
export async function guarded(
  app: AppDeps,
  request: Request,
  info: RequestInfo,
  { call, audit }: Guarded,
  work: (context: GuardedContext) => Promise<Response>,
): Promise<Response> {
  const startedAt = app.clock.now();
  const context = await createContext(app, request, info, await readPage(app, request));
  const end = async (outcome: string) => {
    await record(context, { audit }, outcome);
    measure(context, { audit }, startedAt, outcome);
  };
  try {
    await requireWithinLimit(context, "standard", async () => undefined);
    const caller = requireCaller(context.caller, CALLERS, call);
    const may = adminNeedOf({ caller: CALLERS, about: "tenant" }, call.type);
    const again = await requireAdminMay(context, may, async () => undefined);
    const response = await withinExactLimits(context, { about: "tenant" }, async () => {
      return await work({ ...context, caller, again });
    });
    await end("ok");
    return withHeaders(response, context.answer);
  } catch (error) {
    await end(error instanceof AppError ? error.code : "internal_error");
    if (!(error instanceof AppError)) throw error;
    return withHeaders(errorResponse(error, info.id), context.answer);
  }
}

/** A response that opens a WebSocket is handed on as it is. */
function withHeaders(response: Response, more: Headers): Response {
  const added = [...more];
  if (response.webSocket || added.length === 0) return response;
  const headers = new Headers([...response.headers, ...added]);
  return new Response(response.body, { status: response.status, headers });
}
