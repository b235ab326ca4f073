import { EngineError } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { Outcome } from "./graph-service.ts";

/** Runs the work; what it throws on purpose becomes a value. Anything else goes on as an error. */
export function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return failure(error);
  }
}

/** As `outcomeOf`. */
export async function outcomeOfAsync<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return failure(error);
  }
}

/** An `AppError` or `EngineError` as a value; the engine's codes are among ours. Anything else is thrown again. */
export function failure(error: unknown): Outcome<never> {
  if (!(error instanceof AppError || error instanceof EngineError)) throw error;
  return { ok: false, code: error.code, message: error.message, details: error.details };
}

/** The value, or the failure thrown as the error it was. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new AppError(outcome.code, outcome.details, outcome.message);
}
