import { CONSISTENT } from "../generated/procedures.ts";
import { CfAuthError } from "./error.ts";
import type { Transport } from "./transport.ts";

const takesConsistency: ReadonlySet<string> = new Set(CONSISTENT.split(" "));

/**
 * Remembers the newest revision that a tenant's answers have carried. A question that may be answered `fast` asks for at
 * least that one, so that whoever has written, or has seen, never sees the graph as it was before.
 */
export function readYourWrites(
  transport: Transport,
  /** What questions ask for that do not say; the service takes that for `exact`. */
  consistency: "exact" | "fast" | undefined,
  /** Something that is another for another tenant. */
  tenant: () => Promise<string>,
): Transport {
  const newest = new Map<string, number>();
  return {
    async call(type, path, input, options) {
      const of = await tenant();
      const ask = async (wanted: unknown) => {
        const asked = wanted === undefined ? input : { ...Object(input), consistency: wanted };
        const answer = await transport.call(type, path, asked, options);
        const revision = path.startsWith("authz.") ? Number(Object(answer).revision) : Number.NaN;
        if (revision > (newest.get(of) ?? -1)) newest.set(of, revision);
        return answer;
      };
      const seen = newest.get(of);
      const wanted = takesConsistency.has(path) ? (Object(input).consistency ?? consistency) : undefined;
      if (wanted !== "fast" || seen === undefined) return await ask(wanted);
      try {
        return await ask({ atLeast: `${seen}` });
      } catch (error) {
        if (!(error instanceof CfAuthError && error.code === "revision_unknown")) throw error;
        // The tenant's graph has begun anew.
        newest.delete(of);
        return await ask("exact");
      }
    },
  };
}
