import { CfAuthError } from "@cf-auth/client";

/** The error of a call, as a value. Rethrows anything else. */
export function errorOf(error: unknown): CfAuthError {
  if (error instanceof CfAuthError) return error;
  throw error;
}
