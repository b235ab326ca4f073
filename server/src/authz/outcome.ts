import { EngineError } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { Outcome } from "./graph-service.ts";

/** Runs the work and returns an `AppError` or `EngineError` as a value. Rethrows other errors. */
export function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return failure(error);
  }
}

/** Like `outcomeOf`, for asynchronous work. */
export async function outcomeOfAsync<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return failure(error);
  }
}

/** Returns an `AppError` or `EngineError` as a value; the catalogue includes the engine's codes. Rethrows other errors. */
export function failure(error: unknown): Outcome<never> {
  if (!(error instanceof AppError || error instanceof EngineError)) throw error;
  return { ok: false, code: error.code, message: error.message, details: error.details };
}

/** Returns the value, or throws the failure as an `AppError`. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new AppError(outcome.code, outcome.details, outcome.message);
}
