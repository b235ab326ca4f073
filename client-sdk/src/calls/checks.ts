import type { BatchCheckRequest, BatchCheckResponse, CheckRequest } from "../generated/types.ts";
import type { CallOptions } from "./call-options.ts";
import { CfAuthError } from "./error.ts";
import type { Transport } from "./transport.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** As many as the service takes at once. */
const MAX_BATCH = 10_000;

/** What a batch is refused for, and one check may not be. */
const BATCH_ONLY: readonly string[] = ["scope_missing", "body_too_large", "batch_too_large", "invalid_input"];

interface PendingCheck {
  readonly input: CheckRequest;
  readonly options: CallOptions;
  resolve(settleGroup: unknown): void;
  reject(error: unknown): void;
}

/**
 * Checks that are made in the same tick go as one `authz.batchCheck`, and each gets the answer it would get alone. Those
 * that bring tuples of their own go alone, and so does one that the batch has no answer for.
 */
export function batchingChecks(transport: Transport): Transport {
  const groups = new Map<string, PendingCheck[]>();
  const flush = () => {
    const due = [...groups.values()];
    groups.clear();
    for (const group of due) {
      for (let i = 0; i < group.length; i += MAX_BATCH) void answer(transport, group.slice(i, i + MAX_BATCH));
    }
  };
  return {
    async call(type, path, given, options = {}) {
      // What the generated interface takes for this path; what is no object, the service refuses.
      const input = given as CheckRequest | null | undefined;
      if (
        path !== "authz.check" ||
        typeof input !== "object" ||
        input === null ||
        input.contextualTuples !== undefined
      ) {
        return await transport.call(type, path, given, options);
      }
      const alike = JSON.stringify([input.consistency, options.timeoutSeconds]);
      if (groups.size === 0) queueMicrotask(flush);
      const group = groups.get(alike) ?? [];
      groups.set(alike, group);
      const answered = new Promise((resolve, reject) => group.push({ input, options, resolve, reject }));
      return await unlessAborted(answered, options.signal);
    },
  };
}

async function answer(transport: Transport, group: readonly PendingCheck[]): Promise<void> {
  try {
    const results = await batchCheck(transport, group);
    for (const [i, { input, options, resolve, reject }] of group.entries()) {
      const result = results[i];
      if (result !== undefined) resolve(result);
      else transport.call("query", "authz.check", input, options).then(resolve, reject);
    }
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

/**
 * An answer for each check that has to be asked no more. Where the service refuses the input for some of the checks, the
 * others are asked once more without them: nobody's check fails for a malformed one of somebody else.
 */
async function batchCheck(
  transport: Transport,
  group: readonly PendingCheck[],
  isRepeated = false,
): Promise<readonly unknown[]> {
  const [first] = group;
  if (first === undefined || group.length === 1) return [];
  const input: BatchCheckRequest = {
    checks: group.map(({ input: { consistency: _, ...check } }) => check),
    consistency: first.input.consistency,
  };
  const { timeoutSeconds } = first.options;
  try {
    const answer = await transport.call("query", "authz.batchCheck", input, { timeoutSeconds });
    // What the service answers on this path.
    const { results, revision } = answer as BatchCheckResponse;
    return results.map((result) => ("error" in result ? undefined : { ...result, revision }));
  } catch (error) {
    if (!(error instanceof CfAuthError && BATCH_ONLY.includes(error.code))) throw error;
    const refused = isRepeated ? new Set<number>() : refusedIndexes(error);
    if (refused.size === 0) return [];
    const answers = await batchCheck(
      transport,
      group.filter((_, i) => !refused.has(i)),
      true,
    );
    let next = 0;
    return group.map((_, i) => (refused.has(i) ? undefined : answers[next++]));
  }
}

/** The numbers of the checks that the input of a batch was refused for. */
function refusedIndexes({ code, details }: CfAuthError): Set<number> {
  // What the service says with this code.
  const { issues = [] } = (code === "invalid_input" ? details : {}) as { issues?: { path: string }[] };
  const numbers = issues.map(({ path }) => /^checks\.(\d+)(?:\.|$)/.exec(path)?.[1]);
  return new Set(numbers.flatMap((number) => (number === undefined ? [] : Number(number))));
}
