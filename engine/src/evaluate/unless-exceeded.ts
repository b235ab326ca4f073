import { EngineError } from "../errors.ts";

/** Runs the work; undefined if it exceeds the limits. */
export function unlessExceeded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError && (error.code === "work_limit_exceeded" || error.code === "depth_limit_exceeded"))
      return undefined;
    throw error;
  }
}
