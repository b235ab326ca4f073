import { currentRequest, type RequestScope } from "./request-scope.ts";

let tracing: Tracing | undefined;

/** Sets the platform's tracing. Without it, nothing is traced: Node, which reads the API's declarations, has none. */
export function setTracing(platform: Tracing): void {
  tracing = platform;
}

/** Attributes of a span. Never a secret, an email or an IP address. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Values that are known once the work of a span is done. */
export interface SpanEnd {
  readonly attributes: Attributes;
  /** Code of the error; undefined if the work succeeded. */
  readonly errorCode?: string | undefined;
}

/**
 * Runs work in a span of the platform's trace. The platform itself makes spans of requests to objects, databases and other
 * services, and samples and exports traces as the deployment says. Costs next to nothing in a request that is not traced.
 *
 * Source: Cloudflare, "Custom spans" of Workers tracing.
 */
export async function inSpan<T>(name: string, work: () => Promise<T>, end: (thrown: unknown) => SpanEnd): Promise<T> {
  if (tracing === undefined || !isTraced()) return await work();
  return await tracing.startActiveSpan(name, async (span) => {
    let thrown: unknown;
    try {
      return await work();
    } catch (error) {
      thrown = error;
      throw error;
    } finally {
      const { attributes, errorCode } = end(thrown);
      span.setAttributes(attributes);
      if (errorCode !== undefined) span.setStatus({ code: "error", message: errorCode });
      span.end();
    }
  });
}

/** Adds attributes to the span of the whole request. Call it outside of `inSpan`. */
export function describeRequest(scope: RequestScope, attributes: Attributes): void {
  if (isTraced(scope)) tracing?.getActiveSpan()?.setAttributes(attributes);
}

/** The id of the platform's trace, in hexadecimal; undefined in a request that is not traced. */
export function currentTraceId(scope: RequestScope): string | undefined {
  return isTraced(scope) ? tracing?.getActiveSpan()?.spanContext().traceId : undefined;
}

function isTraced(scope = currentRequest()): boolean {
  if (scope === undefined) return tracing?.getActiveSpan()?.isTraced === true;
  scope.isTraced ??= tracing?.getActiveSpan()?.isTraced === true;
  return scope.isTraced;
}
