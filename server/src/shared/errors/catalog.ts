import { ACCOUNT_ERRORS } from "./account-errors.ts";
import { BACKUP_ERRORS } from "./backup-errors.ts";
import { CALLER_ERRORS } from "./caller-errors.ts";
import type { ErrorDefinition } from "./error-definition.ts";
import { PERMISSION_ERRORS } from "./permission-errors.ts";
import { REQUEST_ERRORS } from "./request-errors.ts";
import { TENANT_ERRORS } from "./tenant-errors.ts";

/**
 * Every error a caller can meet: its stable code, its HTTP status, what it means and what to do next.
 * The SDK's error codes and the error pages are generated from here.
 */
export const errors = {
  ...REQUEST_ERRORS,
  ...CALLER_ERRORS,
  ...TENANT_ERRORS,
  ...ACCOUNT_ERRORS,
  ...PERMISSION_ERRORS,
  ...BACKUP_ERRORS,
};

export type ErrorCode = keyof typeof errors;

export function definitionOf(code: ErrorCode): ErrorDefinition {
  return errors[code];
}
