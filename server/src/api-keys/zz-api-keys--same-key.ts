import type { ApiKeyRow, ApiKeyStore } from "./store.ts";

/** Nobody rotates a key more often while one session lasts. */
const MAX_ROTATIONS = 10;

type Keys = Pick<ApiKeyStore, "find">;

/**
 * Whether two keys of a tenant are one to whoever uses them: the same, or one took the place of the other by rotation. While a
 * deployment of a page is rolled out, some of its tabs have one and some the other.
 */
export async function isSameKey(keys: Keys, tenantId: string, a: string | null, b: string | null): Promise<boolean> {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return (await isReplacedBy(keys, tenantId, a, b)) || (await isReplacedBy(keys, tenantId, b, a));
}

async function isReplacedBy(keys: Keys, tenantId: string, id: string, successor: string): Promise<boolean> {
  let next: ApiKeyRow["replacedBy"] = id;
  for (let i = 0; i < MAX_ROTATIONS && next !== null; i++) {
    next = (await keys.find(tenantId, next))?.replacedBy ?? null;
    if (next === successor) return true;
  }
  return false;
}
