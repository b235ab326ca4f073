/**
 * Outcomes of an invocation that the runtime ended before its work was done: the part of `EventOutcome` of
 * @cloudflare/workers-types that isn't the caller's or the platform's doing.
 */
export const FAILED_INVOCATIONS = [
  "exception",
  "exceededCpu",
  "exceededMemory",
  "exceededWallTime",
  "internalError",
] as const;
