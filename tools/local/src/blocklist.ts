import { Buckets, bucketKeys, commonPasswords } from "@cf-auth/blocklist";
import type { Miniflare } from "miniflare";

/** Puts the list of common passwords into the stack's KV, once a state. Takes about two seconds then. */
export async function ensureBlocklist(miniflare: Miniflare): Promise<void> {
  const namespace = await miniflare.getKVNamespace("PASSWORD_BLOCKLIST", "cf-auth");
  const { keys } = await namespace.list();
  if (keys.length >= bucketKeys().length) return;
  const buckets = new Buckets();
  for (const password of commonPasswords()) buckets.add(password);
  await Promise.all(buckets.pairs().map(({ key, value }) => namespace.put(key, value)));
}
