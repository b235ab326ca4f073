export { CfAuthError, type ClientErrorCode, type ErrorCode } from "./calls/error.ts";
export type { ServiceErrorCode } from "./generated/errors.ts";
