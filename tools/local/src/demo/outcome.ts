import type { Sdk } from "../sdk.ts";

/** The code of the error that a call ends in; `accepted` when it does not. */
export async function codeOf({ CfAuthError }: Sdk, call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    if (error instanceof CfAuthError) return error.code;
    throw error;
  }
}
