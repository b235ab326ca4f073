const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/;

/**
 * The id of the trace that a request belongs to; undefined without a valid header `traceparent`.
 *
 * Source: W3C Trace Context, §3.2.
 */
export function traceIdOf(headers: Headers): string | undefined {
  const [, traceId = "", parentId = ""] = TRACEPARENT.exec(headers.get("traceparent")?.trim() ?? "") ?? [];
  return /[^0]/.test(traceId) && /[^0]/.test(parentId) ? traceId : undefined;
}
