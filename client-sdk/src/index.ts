export type { CallOptions } from "./call-options.ts";
export { meetChallenge } from "./challenge.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export { CfAuthError, type ClientErrorCode, type ErrorCode } from "./errors.ts";
export type { FollowOptions } from "./events.ts";
export type { ServiceErrorCode } from "./generated/errors.ts";
export type { Procedures } from "./generated/procedures.ts";
export type * from "./generated/types.ts";
