import { CfAuthError } from "../src/calls/error.ts";

/** The error that a call ends in. Fails where it succeeds, or ends in another kind of error. */
export async function errorOf(call: Promise<unknown>): Promise<CfAuthError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CfAuthError) return error;
  throw new Error(`Not a CfAuthError: ${error}`);
}
