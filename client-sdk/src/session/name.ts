import type { SessionOptions } from "./session.ts";

type Named = Pick<SessionOptions, "url" | "mode" | "tenant" | "key" | "storageKey">;

/**
 * Name of the session's storage entry and channel. It is independent of the key, which is rotated, so that tabs of two deployments of
 * a page share one session. The entry itself contains the tenant.
 */
export function nameOf({ url, mode = "bearer", tenant, key, storageKey }: Named): string {
  const environment = /^pk_(live|test)_/.exec(key ?? "")?.[1];
  return storageKey ?? ["cf-auth", url, mode, tenant ?? environment].join(" ").trim();
}
