import type { SessionOptions } from "./session.ts";

type Named = Pick<SessionOptions, "url" | "mode" | "tenant" | "key" | "storageKey">;

/**
 * What the session's entry in the storage and the channel of its tabs are called. It does not depend on the key, which is rotated,
 * so that tabs of two deployments of a page have one session; who signs in to which tenant stands in the entry itself.
 */
export function nameOf({ url, mode = "bearer", tenant, key, storageKey }: Named): string {
  const environment = /^pk_(live|test)_/.exec(key ?? "")?.[1];
  return storageKey ?? ["cf-auth", url, mode, tenant ?? environment].join(" ").trim();
}
