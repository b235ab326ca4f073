import { EngineError } from "../errors.ts";

/** What the work comes to; undefined where that takes more than it may. */
export function unlessExceeded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError && (error.code === "work_limit_exceeded" || error.code === "depth_limit_exceeded"))
      return undefined;
    throw error;
  }
}
