import { CfAuthError as same } from "@cf-auth/client";
import { CfAuthError, type ClientErrorCode, type ErrorCode, type ServiceErrorCode } from "@cf-auth/client/errors";

/** Each code is of the service or of the client. */
const codeOf = (code: ServiceErrorCode | ClientErrorCode): ErrorCode => code;

/** One class, whichever subpath it comes from. */
export async function run() {
  const error = new CfAuthError({ code: codeOf("timeout"), message: "Late.", action: "Wait.", retryable: true });
  return { isOne: same === CfAuthError, isError: error instanceof Error, code: error.code, name: error.name };
}

export const sees: Awaited<ReturnType<typeof run>> = {
  isOne: true,
  isError: true,
  code: "timeout",
  name: "CfAuthError",
};
