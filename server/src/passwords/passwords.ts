import type { PasswordHash } from "../ports/config.ts";
import { toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/encryption.ts";
import { log } from "../ports/logger.ts";
import type { Pause } from "../ports/time.ts";
import type { HashQueue } from "./hash-queue.ts";
import type { Hasher, Hashers } from "./hashes/hashers.ts";
import { formatPhc } from "./hashes/phc.ts";
import { readStoredHash, type StoredHash } from "./hashes/stored-hash.ts";
import { normalizePassword } from "./password-policy.ts";

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Minimum duration of a refusal, so that a cheap hash from another system takes as long as any other. */
const MIN_REFUSAL_MS = 250;

interface Parts {
  /** The secret outside the database that every password is mixed with. */
  readonly pepper: Keyring;
  readonly hashers: Hashers;
  /** Algorithm of new hashes; scrypt if it isn't available. */
  readonly algorithm: PasswordHash;
  readonly queue: HashQueue;
  readonly pause: Pause;
}

type Recipe = Pick<StoredHash, "hasher" | "cost" | "salt" | "keyid">;

/**
 * Hashes and verifies passwords. A password is first normalized and mixed with the pepper (HMAC-SHA-256); the hash names
 * the pepper's version as `keyid`. A hash without a `keyid` comes from another system and has no pepper.
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

  /** False as well for a stored hash that can't be read or would cost too much. */
  async verify(password: string, stored: string): Promise<boolean> {
    const read = readStoredHash(this.parts.hashers, stored);
    const problem = this.problemWith(stored);
    if (!("problem" in read) && problem === undefined) return await this.matches(password, read);
    log("error", "A stored password hash can't be verified.", { problem });
    return await this.verifyDecoy(password);
  }

  /** Does the work of `verify` for a user who doesn't exist, so that the duration doesn't reveal it. */
  async verifyDecoy(password: string): Promise<false> {
    await this.matches(password, await this.decoyHash());
    return false;
  }

  /** The reason why a hash from another system couldn't be verified here; undefined if it could. */
  problemWith(stored: string): string | undefined {
    const read = readStoredHash(this.parts.hashers, stored);
    if ("problem" in read) return read.problem;
    return this.hasPepper(read.keyid) ? undefined : `There is no pepper ${read.keyid} any more.`;
  }

  /** The warning about a hash from another system; undefined if it verifies every password in full. */
  warningOf(stored: string): string | undefined {
    const read = readStoredHash(this.parts.hashers, stored);
    if ("problem" in read || read.hasher.maxPasswordBytes === undefined) return undefined;
    const { id, maxPasswordBytes } = read.hasher;
    return `${id} reads only ${maxPasswordBytes} bytes: a user with a longer password must reset it.`;
  }

  /** True if the stored hash has the algorithm, cost and pepper of a new one. */
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
    // A password of NUL characters has the hash of the empty one: HMAC and bcrypt pad their keys with them. Imported
    // databases have that hash for users without a password.
    if (password.replaceAll("\0", "") === "") return false;
    const soonest = this.parts.pause(MIN_REFUSAL_MS);
    const inputs = await this.inputs(password, stored);
    const matches = await this.parts.queue.run(async () => {
      for (const [i, input] of inputs.entries()) {
        // Each hash may take about 300 ms: other requests run in between.
        if (i > 0) await this.parts.pause(0);
        if (await isHashOf(input, stored)) return true;
      }
      return false;
    });
    if (!matches) await soonest;
    return matches;
  }

  /** The algorithm, cost and pepper of a new hash. */
  private async recipe(salt: Uint8Array): Promise<Recipe & { keyid: string }> {
    const { hashers, algorithm, pepper } = this.parts;
    const chosen: Hasher = hashers[algorithm];
    const hasher = (await chosen.isAvailable?.()) === false ? hashers.scrypt : chosen;
    return { hasher, cost: hasher.cost ?? {}, salt, keyid: pepper.newest };
  }

  /** A hash with today's cost that no password has. */
  private async decoyHash(): Promise<StoredHash> {
    return { ...(await this.recipe(new Uint8Array(SALT_BYTES))), hash: new Uint8Array(HASH_BYTES) };
  }

  /** The inputs that may have been hashed. Other systems hash the password as typed, or its normal form. */
  private async inputs(password: string, { keyid }: Pick<Recipe, "keyid">): Promise<string[]> {
    const normal = normalizePassword(password);
    if (keyid === undefined) return [...new Set([password, normal])];
    const key = await this.parts.pepper.macKey("passwords", keyid);
    return [toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(normal))))];
  }
}

async function isHashOf(input: string, { hasher, cost, salt, hash }: StoredHash): Promise<boolean> {
  if (utf8(input).length > (hasher.maxPasswordBytes ?? Number.POSITIVE_INFINITY)) return false;
  const derived = await hasher.derive(input, salt, cost, hash.length);
  return derived.length === hash.length && crypto.subtle.timingSafeEqual(derived, hash);
}
