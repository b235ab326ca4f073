import { log } from "../ports/logger.ts";
import type { RequestScope } from "../ports/request-scope.ts";
import { currentTraceId, describeRequest } from "../ports/tracing.ts";
import type { AppDeps } from "./deps.ts";

/** Calls of a batch whose procedures are named. */
const MAX_NAMED = 10;

export interface AnsweredRequest {
  readonly scope: RequestScope;
  readonly method: string;
  /** Status of the response. */
  readonly status: number;
  readonly startedAt: Date;
  /** Version of the SDK. */
  readonly client: string | undefined;
}

/** Logs one record of a whole request, and describes the request's span by the same fields. */
export function logRequest({ config, clock }: Pick<AppDeps, "config" | "clock">, answered: AnsweredRequest): void {
  const { scope, method, status, startedAt, client } = answered;
  const { id: requestId, route = "unknown", calls } = scope;
  const failed = calls.filter(({ outcome }) => outcome !== "ok");
  const outcome = failed[0]?.outcome ?? scope.errorCode ?? (status < 400 ? "ok" : "refused");
  const procedure = [...new Set(calls.slice(0, MAX_NAMED).map((call) => call.procedure))].join();
  const { tenantId = null, caller, actor } = calls[0] ?? {};
  const counts = { callCount: calls.length, failureCount: failed.length };
  describeRequest(scope, {
    "cf_auth.request.id": requestId,
    "cf_auth.outcome": outcome,
    "cf_auth.tenant.id": tenantId ?? undefined,
    "cf_auth.trace.parent": scope.traceId,
    "http.route": route,
  });
  if (config.requestLogs === "none" || (config.requestLogs === "failures" && outcome === "ok")) return;
  const durationMs = clock.now().getTime() - startedAt.getTime();
  const traceId = scope.traceId ?? currentTraceId(scope);
  const request = { requestId, traceId, method, route, status, durationMs, client };
  log(status >= 500 ? "error" : "info", "Request.", {
    ...{ ...request, procedure, outcome, tenantId, caller, actor, ...counts },
  });
}
