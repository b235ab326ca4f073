import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { TokensDeps } from "./deps.ts";
import { forgetJwks } from "./jwks.ts";
import { type KeySteps, keySteps, replacedKey, usableFrom } from "./key-lifecycle.ts";
import type { SigningKeyRow } from "./signing-key-store.ts";

type Deps = Pick<TokensDeps, "clock" | "signingKeys" | "signingKeyStore" | "jwksCache" | "revocations">;
type Owner = Pick<Tenant, "id" | "slug" | "settings">;

const TENANTS_A_PAGE = 200;
/** Maximum number of tenants whose keys are changed in one run; the next run continues. */
const CHANGES_A_RUN = 100;

/** Takes the due steps of every tenant's keys. Safe to repeat, and to run twice in parallel. */
export async function rotateDueKeys(
  app: Pick<TokensDeps, "clock" | "signingKeys" | "signingKeyStore">,
): Promise<{ tenants: number } | undefined> {
  let changed = 0;
  let after = "";
  while (changed < CHANGES_A_RUN) {
    const page = await app.signingKeyStore.page(after, TENANTS_A_PAGE);
    for (const { tenant, keys } of page) {
      const steps = keySteps(keys, settingsOf(tenant).tokenAlgorithm, app.clock.now());
      if (isNothing(steps)) continue;
      await applySteps(app, tenant, steps);
      if (++changed === CHANGES_A_RUN) break;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < TENANTS_A_PAGE) break;
    after = last.tenant.id;
  }
  return changed === 0 ? undefined : { tenants: changed };
}

/**
 * Replaces the tenant's active key: immediately if the next one was published long enough, otherwise as soon as it was.
 * Tokens stay valid. Returns the tenant's keys afterwards, and the time of the change.
 */
export async function rotateKeys(app: Deps, tenant: Owner): Promise<{ keys: SigningKeyRow[]; rotatesAt: Date }> {
  const now = app.clock.now();
  const { tokenAlgorithm } = settingsOf(tenant);
  await app.signingKeys.ensure(tenant.id, now, tokenAlgorithm);
  await app.signingKeyStore.requestRotation(tenant.id, now);
  const steps = keySteps(await app.signingKeyStore.list(tenant.id), tokenAlgorithm, now);
  await applySteps(app, tenant, steps);
  const keys = await app.signingKeyStore.list(tenant.id);
  const next = keys.find((key) => key.state === "next" && key.algorithm === tokenAlgorithm);
  const waits = steps.promote === undefined && next !== undefined;
  return { keys, rotatesAt: waits ? usableFrom(next) : now };
}

/**
 * Takes back the latest rotation: cancels a requested one, or else has the previous key sign again while it is retiring. All
 * tokens stay valid. Safe to repeat. Returns whether there was one to take back, and the tenant's keys afterwards.
 */
export async function restoreKeys(
  app: Pick<Deps, "clock" | "signingKeyStore">,
  tenant: Pick<Owner, "id">,
): Promise<{ keys: SigningKeyRow[]; restored: boolean }> {
  const now = app.clock.now();
  const { signingKeyStore } = app;
  let restored = await signingKeyStore.cancelRotation(tenant.id);
  if (!restored) {
    // Verifiers have both keys: neither was removed from the key set.
    const previous = replacedKey(await signingKeyStore.list(tenant.id), now);
    restored = previous !== undefined && (await signingKeyStore.reactivate(tenant.id, previous.kid, now));
  }
  return { keys: await signingKeyStore.list(tenant.id), restored };
}

/**
 * Replaces all of a tenant's keys, because one may be compromised: a new key signs immediately. This service refuses
 * earlier tokens from now on, and offline verifiers do once they refetch the key set. Sessions continue.
 */
export async function replaceKeys(app: Deps, tenant: Owner): Promise<{ keys: SigningKeyRow[]; rotatesAt: Date }> {
  const now = app.clock.now();
  const key = await app.signingKeys.create(tenant.id, now, settingsOf(tenant).tokenAlgorithm);
  const gone = await app.signingKeyStore.replaceAll(key);
  await app.revocations(tenant.id).revoke(gone, "compromised", now.getTime());
  await forgetJwks(app.jwksCache, tenant);
  return { keys: [key], rotatesAt: now };
}

/** Publishes the tenant's next key now, if it has none of its algorithm. */
export async function prepareKeys(
  app: Pick<TokensDeps, "clock" | "signingKeys" | "signingKeyStore">,
  tenant: Pick<Owner, "id" | "settings">,
): Promise<void> {
  const keys = await app.signingKeyStore.list(tenant.id);
  await applySteps(app, tenant, keySteps(keys, settingsOf(tenant).tokenAlgorithm, app.clock.now()));
}

async function applySteps(
  { clock, signingKeys, signingKeyStore }: Pick<TokensDeps, "clock" | "signingKeys" | "signingKeyStore">,
  { id, settings }: Pick<Owner, "id" | "settings">,
  { drop, promote, publish }: KeySteps,
): Promise<void> {
  const now = clock.now();
  if (drop.length > 0) await signingKeyStore.drop(id, drop);
  if (promote !== undefined) await signingKeyStore.promote(id, promote, now);
  if (publish) {
    await signingKeyStore.addNext(await signingKeys.create(id, now, settingsOf({ settings }).tokenAlgorithm, "next"));
  }
}

function isNothing({ drop, promote, publish }: KeySteps): boolean {
  return drop.length === 0 && promote === undefined && !publish;
}

const KEYS_A_RUN = 200;

/**
 * Encrypts keys with the newest version of JWT_SECRET that an older version encrypted, so that the older can be dropped.
 * Safe to repeat. Returns how many keys were re-encrypted, how many are left, and which can't be decrypted.
 */
export async function reencryptKeys({
  keyCipher,
  signingKeyStore,
}: Pick<TokensDeps, "keyCipher" | "signingKeyStore">): Promise<
  { reencrypted: number; left: number; lost: readonly string[] } | undefined
> {
  const lost: string[] = [];
  let reencrypted = 0;
  const { keys, total } = await signingKeyStore.encryptedWithOther(keyCipher.version, KEYS_A_RUN);
  if (total === 0) return undefined;
  for (const key of keys) {
    const renewed = await keyCipher.reencrypt(key).catch(() => undefined);
    if (renewed === undefined) lost.push(key.kid);
    else {
      await signingKeyStore.replaceEncrypted(key, renewed);
      reencrypted++;
    }
  }
  return { reencrypted, left: total - reencrypted, lost };
}
