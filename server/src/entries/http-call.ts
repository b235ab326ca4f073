import type { ScopedCall } from "../api-keys/scopes.ts";
import { createContext, type RequestInfo, readPage } from "../pipeline/context.ts";
import type { Declaration } from "../pipeline/declaration.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { appErrorOf } from "../pipeline/error-shape.ts";
import { type CallContext, runPipeline } from "../pipeline/run.ts";
import type { CallerKind } from "../shared/caller.ts";
import { errorResponse } from "../shared/errors/app-error.ts";

/** A route that makes one call: its declaration, and the procedure whose scope a restricted key needs. */
export interface HttpCall<Kinds extends readonly CallerKind[]> {
  readonly declaration: Declaration<Kinds, "tenant">;
  readonly scope: ScopedCall;
}

/** Answers a request with one call about a tenant. Its response can't be replayed, since nothing stores it. */
export async function answerHttpCall<const Kinds extends readonly CallerKind[]>(
  app: AppDeps,
  request: Request,
  info: RequestInfo,
  { declaration, scope }: HttpCall<Kinds>,
  work: (context: CallContext<Kinds, "tenant">) => Promise<Response>,
): Promise<Response> {
  const context = await createContext(app, request, info, await readPage(app, request));
  const call = { ...scope, input: async () => undefined };
  const response = await runPipeline(context, declaration, call, work).catch((error: unknown) => {
    return errorResponse(appErrorOf(error), info.id);
  });
  // A response that opens a WebSocket can't be copied.
  if (response.webSocket) return response;
  return new Response(response.body, {
    status: response.status,
    headers: new Headers([...response.headers, ...context.answer]),
  });
}
