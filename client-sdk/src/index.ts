export type { CallOptions } from "./calls/call-options.ts";
export type { Credentials } from "./calls/credentials.ts";
export type { Listing, Page } from "./calls/page.ts";
export { meetChallenge } from "./challenge.ts";
export { type Behavior, type Client, type ClientOptions, createClient } from "./client.ts";
export * from "./errors.ts";
export type { FollowOptions } from "./events/follow.ts";
export type { Procedures } from "./generated/procedures.ts";
export type * from "./generated/types.ts";
