import type { BatchCheckRequest, BatchCheckResponse, CheckRequest } from "../generated/types.ts";
import type { CallOptions } from "./call-options.ts";
import { CfAuthError } from "./error.ts";
import type { Transport } from "./transport.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** Maximum number of checks in one batch. */
const MAX_BATCH = 10_000;

/** Errors of a batch that its single checks may not have. */
const BATCH_ONLY: readonly string[] = ["insufficient_scope", "body_too_large", "batch_too_large", "invalid_input"];

interface PendingCheck {
  readonly input: CheckRequest;
  readonly options: CallOptions;
  resolve(settleGroup: unknown): void;
  reject(error: unknown): void;
}

/**
 * Sends checks of the same tick as one `authz.batchCheck`. Each gets the result that it would get alone. Checks with contextual tuples,
 * and those that the batch returned no result for, are sent alone.
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
    async call(type, path, body, options = {}) {
      // The request type of this path. The service refuses anything but an object.
      const input = body as CheckRequest | null | undefined;
      if (
        path !== "authz.check" ||
        typeof input !== "object" ||
        input === null ||
        input.contextualTuples !== undefined
      ) {
        return await transport.call(type, path, body, options);
      }
      const key = JSON.stringify([input.consistency, options.timeoutSeconds]);
      if (groups.size === 0) queueMicrotask(flush);
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      const result = new Promise((resolve, reject) => group.push({ input, options, resolve, reject }));
      return await unlessAborted(result, options.signal);
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
 * The result of each check, or undefined for one to send alone. If the service refuses some checks as invalid, the batch is sent once
 * more without them: no check fails because of another one.
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
    const response = await transport.call("query", "authz.batchCheck", input, { timeoutSeconds });
    // The response type of this path.
    const { results, revision } = response as BatchCheckResponse;
    return results.map((result) => ("error" in result ? undefined : { ...result, revision }));
  } catch (error) {
    if (!(error instanceof CfAuthError && BATCH_ONLY.includes(error.code))) throw error;
    const refused = isRepeated ? new Set<number>() : refusedIndexes(error);
    if (refused.size === 0) return [];
    const others = await batchCheck(
      transport,
      group.filter((_, i) => !refused.has(i)),
      true,
    );
    let next = 0;
    return group.map((_, i) => (refused.has(i) ? undefined : others[next++]));
  }
}

/** The indexes of invalid checks in a batch. */
function refusedIndexes({ code, details }: CfAuthError): Set<number> {
  // The details of this code.
  const { issues = [] } = (code === "invalid_input" ? details : {}) as { issues?: { path: string }[] };
  const numbers = issues.map(({ path }) => /^checks\.(\d+)(?:\.|$)/.exec(path)?.[1]);
  return new Set(numbers.flatMap((number) => (number === undefined ? [] : Number(number))));
}
