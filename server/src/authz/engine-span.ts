import { inSpan } from "../ports/tracing.ts";
import type { QueryKind } from "./graph-service.ts";

/** Runs a query of the engine in a span. */
export async function inEngineSpan<T>(kind: QueryKind, work: () => Promise<T>): Promise<T> {
  return await inSpan(`engine ${kind}`, work, () => ({ attributes: { "cf_auth.query.kind": kind } }));
}
