import { AsyncLocalStorage } from "node:async_hooks";

/** A call of a request, for the request's log record. */
export interface LoggedCall {
  /** Path of the procedure. */
  readonly procedure: string;
  /** `ok`, or the code of the error. */
  readonly outcome: string;
  readonly tenantId: string | null;
  /** Kind of the caller, and the id by which the audit log names it. */
  readonly caller: string;
  readonly actor: string;
}

/** The request that is being answered. */
export interface RequestScope {
  readonly id: string;
  /** Trace that the client sent, in hexadecimal; undefined without one. */
  readonly traceId: string | undefined;
  /** Pattern of the route; undefined for an unknown path. */
  route: string | undefined;
  /** Calls that have ended. */
  readonly calls: LoggedCall[];
  /** Code of the first error of a response; undefined without one. */
  errorCode: string | undefined;
  /** Whether the platform traces it; undefined until somebody needs to know, since it takes a call of the platform. */
  isTraced?: boolean;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/** Runs the work of one request. */
export function withRequest<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}

/** The present request; undefined outside of one, such as in a Durable Object. */
export function currentRequest(): RequestScope | undefined {
  return scopes.getStore();
}

/** Notes an error of the present request's response, for its log record. */
export function noteError(code: string): void {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.errorCode ??= code;
}

/** The id of the present request; empty outside of one. */
export function currentRequestId(): string {
  return scopes.getStore()?.id ?? "";
}
