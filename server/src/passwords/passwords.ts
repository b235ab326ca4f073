import type { PasswordHash } from "../ports/config.ts";
import { toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/encryption.ts";
import type { Pause } from "../ports/time.ts";
import type { HashQueue } from "./hash-queue.ts";
import type { Hasher, Hashers } from "./hashes/hashers.ts";
import { formatPhc } from "./hashes/phc.ts";
import { readStoredHash, type StoredHash } from "./hashes/stored-hash.ts";
import { normalizePassword } from "./password-policy.ts";

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** No refusal comes sooner, so that one by a cheap hash from elsewhere looks like any other. */
const MIN_REFUSAL_MS = 250;

interface Parts {
  /** Lives outside the database. */
  readonly pepper: Keyring;
  readonly hashers: Hashers;
  /** What new hashes are made with; scrypt where that cannot run. */
  readonly algorithm: PasswordHash;
  readonly queue: HashQueue;
  readonly pause: Pause;
}

type Recipe = Pick<StoredHash, "hasher" | "cost" | "salt" | "keyid">;

/**
 * Hashes and checks passwords. A password is first brought into its normal form and mixed with the pepper
 * (HMAC-SHA-256); the hash names the pepper's version as `keyid`. A hash without one was made elsewhere, of the
 * password as it is.
 *
 * An empty password never matches, nor does one of NUL characters alone. Every method may throw `busy`.
 */
export class Passwords {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  async hash(password: string): Promise<string> {
    const recipe = await this.recipe(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
    const [input = ""] = await this.inputs(password, recipe);
    const { hasher, cost, salt, keyid } = recipe;
    const hash = await this.parts.queue.run(async () => await hasher.derive(input, salt, cost, HASH_BYTES));
    return formatPhc({ id: hasher.id, version: hasher.version, parameters: { ...cost, keyid }, salt, hash });
  }

  /** False as well for a stored hash that cannot be read or would cost too much. */
  async verify(password: string, stored: string): Promise<boolean> {
    const read = readStoredHash(this.parts.hashers, stored);
    const problem = this.problemWith(stored);
    if (!("problem" in read) && problem === undefined) return await this.matches(password, read);
    console.error(JSON.stringify({ level: "error", message: "A stored password hash can't be verified.", problem }));
    return await this.verifyDecoy(password);
  }

  /** Does the work of `verify` for a user who does not exist, so that the time does not tell. */
  async verifyDecoy(password: string): Promise<false> {
    await this.matches(password, await this.decoyHash());
    return false;
  }

  /** Why a hash that was made elsewhere could not be checked here; undefined where it could. */
  problemWith(stored: string): string | undefined {
    const read = readStoredHash(this.parts.hashers, stored);
    if ("problem" in read) return read.problem;
    return this.hasPepper(read.keyid) ? undefined : `There is no pepper ${read.keyid} any more.`;
  }

  /** What to know about a hash that was made elsewhere; undefined where it checks every password as it is. */
  warningOf(stored: string): string | undefined {
    const read = readStoredHash(this.parts.hashers, stored);
    if ("problem" in read || read.hasher.maxPasswordBytes === undefined) return undefined;
    const { id, maxPasswordBytes } = read.hasher;
    return `${id} looks at ${maxPasswordBytes} bytes: a user whose password is longer has to reset it.`;
  }

  /** Whether the stored hash is what a new one would be: by algorithm, cost and pepper. */
  async isCurrent(stored: string): Promise<boolean> {
    const read = readStoredHash(this.parts.hashers, stored);
    if ("problem" in read) return false;
    const { hasher, cost, keyid } = await this.recipe(read.salt);
    const sameCost = Object.entries(cost).every(([name, value]) => read.cost[name] === value);
    const sameSize = read.salt.length === SALT_BYTES && read.hash.length === HASH_BYTES;
    return read.hasher === hasher && read.keyid === keyid && sameCost && sameSize;
  }

  private hasPepper(keyid: string | undefined): boolean {
    return keyid === undefined || this.parts.pepper.versions.includes(keyid);
  }

  private async matches(password: string, stored: StoredHash): Promise<boolean> {
    // A password of NUL characters has the hash of the empty one: HMAC and bcrypt pad their keys with them. Nobody
    // has chosen it, but databases from elsewhere have its hash for users without a password.
    if (password.replaceAll("\0", "") === "") return false;
    const soonest = this.parts.pause(MIN_REFUSAL_MS);
    const inputs = await this.inputs(password, stored);
    const matches = await this.parts.queue.run(async () => {
      for (const [i, input] of inputs.entries()) {
        // Each may be some 300 ms of work: others have their turn in between.
        if (i > 0) await this.parts.pause(0);
        if (await isHashOf(input, stored)) return true;
      }
      return false;
    });
    if (!matches) await soonest;
    return matches;
  }

  /** How a new hash is made. */
  private async recipe(salt: Uint8Array): Promise<Recipe & { keyid: string }> {
    const { hashers, algorithm, pepper } = this.parts;
    const chosen: Hasher = hashers[algorithm];
    const hasher = (await chosen.isAvailable?.()) === false ? hashers.scrypt : chosen;
    return { hasher, cost: hasher.cost ?? {}, salt, keyid: pepper.newest };
  }

  /** A hash like any that is made now, which no password has. */
  private async decoyHash(): Promise<StoredHash> {
    return { ...(await this.recipe(new Uint8Array(SALT_BYTES))), hash: new Uint8Array(HASH_BYTES) };
  }

  /** What may have been hashed. Elsewhere that may have been the password as it was typed, or its normal form. */
  private async inputs(password: string, { keyid }: Pick<Recipe, "keyid">): Promise<string[]> {
    const normal = normalizePassword(password);
    if (keyid === undefined) return [...new Set([password, normal])];
    const key = await this.parts.pepper.mac("passwords", keyid);
    return [toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(normal))))];
  }
}

async function isHashOf(input: string, { hasher, cost, salt, hash }: StoredHash): Promise<boolean> {
  if (utf8(input).length > (hasher.maxPasswordBytes ?? Number.POSITIVE_INFINITY)) return false;
  const derived = await hasher.derive(input, salt, cost, hash.length);
  return derived.length === hash.length && crypto.subtle.timingSafeEqual(derived, hash);
}
