/** Outcomes of an invocation that the runtime ended before its work was done. */
export const FAILED_INVOCATIONS = [
  "exception",
  "exceededCpu",
  "exceededMemory",
  "exceededWallTime",
  "internalError",
] as const;
