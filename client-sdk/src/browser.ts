export type { CallOptions } from "./calls/call-options.ts";
export { CfAuthError, type ClientErrorCode, type ErrorCode } from "./calls/error.ts";
export type { Page, PagePromise } from "./calls/page.ts";
export { solveChallenge } from "./challenge.ts";
export type { User } from "./generated/types.ts";
export { createSession } from "./session/browser-session.ts";
export type { BrowserSession, SessionClient, SessionOptions } from "./session/session.ts";
export type { SessionSnapshot } from "./session/snapshot.ts";
export type { SessionStorage } from "./session/storage.ts";
