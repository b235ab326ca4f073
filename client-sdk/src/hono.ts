import type { CfAuthError } from "./calls/error.ts";
export type X = CfAuthError;
