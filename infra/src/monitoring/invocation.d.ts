/**
 * Outcomes of an invocation that the runtime ended before its work was done: the part of `EventOutcome` of
 * @cloudflare/workers-types that isn't the caller's or the platform's doing.
 */
export declare const FAILED_INVOCATIONS: readonly ["exception", "exceededCpu", "exceededMemory", "exceededWallTime", "internalError"];
