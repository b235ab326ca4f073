import { CONSISTENT } from "../generated/procedures.ts";
import { CfAuthError } from "./error.ts";
import type { Transport } from "./transport.ts";

const takesConsistency: ReadonlySet<string> = new Set(CONSISTENT.split(" "));

/**
 * Remembers the newest revision of each tenant's responses. A `fast` query requires at least that revision, so that a client never
 * reads a graph older than its own writes or earlier reads.
 */
export function readYourWrites(
  transport: Transport,
  /** Consistency of queries that set none; the service defaults to `exact`. */
  consistency: "exact" | "fast" | undefined,
  /** Identifies the tenant. */
  tenant: () => Promise<string>,
): Transport {
  const newest = new Map<string, number>();
  return {
    async call(type, path, input, options) {
      const of = await tenant();
      const send = async (required: unknown) => {
        const request = required === undefined ? input : { ...Object(input), consistency: required };
        const response = await transport.call(type, path, request, options);
        const revision = path.startsWith("authz.") ? Number(Object(response).revision) : Number.NaN;
        if (revision > (newest.get(of) ?? -1)) newest.set(of, revision);
        return response;
      };
      const seen = newest.get(of);
      const required = takesConsistency.has(path) ? (Object(input).consistency ?? consistency) : undefined;
      if (required !== "fast" || seen === undefined) return await send(required);
      try {
        return await send({ atLeast: `${seen}`, fast: true });
      } catch (error) {
        if (!(error instanceof CfAuthError && error.code === "revision_not_found")) throw error;
        // The tenant's graph was reset.
        newest.delete(of);
        return await send("exact");
      }
    },
  };
}
