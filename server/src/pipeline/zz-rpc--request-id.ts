import { AsyncLocalStorage } from "node:async_hooks";

const ids = new AsyncLocalStorage<string>();

/** Runs the work of one request. */
export function withRequestId<T>(id: string, work: () => T): T {
  return ids.run(id, work);
}

/** The id of the request being handled: errors carry it even when they come before there is a context. */
export function currentRequestId(): string {
  return ids.getStore() ?? "";
}
