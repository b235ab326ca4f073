import { AsyncLocalStorage } from "node:async_hooks";

const ids = new AsyncLocalStorage<string>();

/** Runs the work of one request under its id. */
export function withRequestId<T>(id: string, work: () => T): T {
  return ids.run(id, work);
}

/** The id of the present request; empty outside of one, such as in a Durable Object. */
export function currentRequestId(): string {
  return ids.getStore() ?? "";
}
