import type { App } from "../app.ts";

const KEYS_A_RUN = 200;

/**
 * Seals with the newest version of JWT_SECRET what lies sealed with an older one, so that the older may be dropped.
 * Safe to repeat. Answers how many keys were sealed anew, how many are left, and which cannot be opened any more.
 */
export async function resealKeys({
  keySeal,
  signingKeyStore,
}: Pick<App, "keySeal" | "signingKeyStore">): Promise<
  { resealed: number; left: number; lost: readonly string[] } | undefined
> {
  const lost: string[] = [];
  let resealed = 0;
  const { keys, total } = await signingKeyStore.sealedOtherwise(keySeal.version, KEYS_A_RUN);
  if (total === 0) return undefined;
  for (const key of keys) {
    const renewed = await keySeal.renew(key).catch(() => undefined);
    if (renewed === undefined) lost.push(key.kid);
    else {
      await signingKeyStore.reseal(key, renewed);
      resealed++;
    }
  }
  return { resealed, left: total - resealed, lost };
}
