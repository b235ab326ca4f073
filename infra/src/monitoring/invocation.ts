/**
 * Outcomes of an invocation that the runtime ended before its work was done. Source: workerd, `EventOutcome` of
 * src/workerd/io/outcome.capnp, and `setInvocationOutcome`.
 */
export const FAILED_INVOCATIONS = [
  "exception",
  "exceededCpu",
  "exceededMemory",
  "exceededWallTime",
  "internalError",
] as const;
