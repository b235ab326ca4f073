import type { Argon2 } from "../../ports/argon2.ts";
import { utf8 } from "../../ports/encoding.ts";
import { log } from "../../ports/logger.ts";
import { bcrypt as deriveBcrypt, scrypt as deriveScrypt, pbkdf2Sha256 } from "../../ports/password-hashing.ts";

/** Minimum and maximum of a stored hash's parameter. */
export type Limit = readonly [min: number, max: number];

/** A password hashing algorithm, with its parameters as PHC strings name them. */
export interface Hasher<Parameter extends string = string> {
  /** The algorithm's identifier in PHC strings. */
  readonly id: string;
  /** The `v` of PHC strings; undefined if they have none. */
  readonly version?: number;
  /** The cost of new hashes; undefined if no new ones are made. */
  readonly cost?: Readonly<Record<Parameter, number>>;
  readonly limits: Readonly<Record<Parameter, Limit>>;
  /** Maximum length of a password in bytes; longer ones match nothing. */
  readonly maxPasswordBytes?: number;
  /** True if parameters that are each within their limits are within them together, for a hash of `length` bytes. */
  fits?(cost: Readonly<Record<Parameter, number>>, length: number): boolean;
  /** True if new hashes can be made here. Defaults to true. */
  isAvailable?(): Promise<boolean>;
  derive(
    password: string,
    salt: Uint8Array,
    cost: Readonly<Record<Parameter, number>>,
    length: number,
  ): Promise<Uint8Array>;
}

const MEBIBYTE = 1024;

/** Memory times passes: about 200 ms of work in one piece. */
const MAX_WORK = 256 * MEBIBYTE;

/**
 * Argon2id (RFC 9106) with the minimum of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. The maximum
 * is 64 MiB, half of an isolate's memory.
 */
export function argon2id(load: () => Promise<Argon2>): Hasher<"m" | "t" | "p"> {
  let isLogged = false;
  return {
    id: "argon2id",
    version: 0x13,
    cost: { m: 19 * MEBIBYTE, t: 2, p: 1 },
    // RFC 9106 §3.1: at least eight blocks a lane; the minimum here has them for four.
    limits: { m: [32, 64 * MEBIBYTE], t: [1, 10], p: [1, 4] },
    fits: ({ m, t }) => m * t <= MAX_WORK,

    async isAvailable() {
      try {
        await load();
        return true;
      } catch (error) {
        const message = "argon2id cannot be loaded; new password hashes are scrypt.";
        if (!isLogged) log("error", message, { error });
        isLogged = true;
        return false;
      }
    },

    async derive(password, salt, { m, t, p }, length) {
      return (await load()).hash({ password, salt, memoryKibibytes: m, passes: t, parallelism: p, length });
    },
  };
}

/**
 * bcrypt, for hashes from other systems, which are replaced at the next sign-in. So a cost that is too low today is
 * accepted until then. bcrypt reads only 72 bytes of a password. A longer password is refused, not truncated: its user
 * resets it. The highest cost is about 300 ms of work in one piece; each step more would double that.
 */
export const bcrypt: Hasher<"cost"> = {
  id: "bcrypt",
  limits: { cost: [4, 12] },
  maxPasswordBytes: 72,

  async derive(password, salt, { cost }) {
    return deriveBcrypt(password, salt, cost);
  },
};

/** RFC 8018 §4.2 sets a minimum of 1,000 iterations; the maximum is one or two seconds of work, in slices. */
const ITERATIONS = [1000, 1_000_000] as const;
const BLOCK_BYTES = 32;

/** PBKDF2 (RFC 8018) with HMAC-SHA-256, and the iterations that OWASP's password storage cheat sheet recommends. */
export const pbkdf2: Hasher<"i"> = {
  id: "pbkdf2-sha256",
  cost: { i: 600_000 },
  limits: { i: ITERATIONS },
  fits: ({ i }, length) => i * Math.ceil(length / BLOCK_BYTES) <= ITERATIONS[1],

  async derive(password, salt, { i }, length) {
    return await pbkdf2Sha256(utf8(password), salt, i, length);
  },
};

/** The deployed runtime's limit of N·r·p (workerd, `IsolateLimitEnforcer::checkScryptCost`). */
const RUNTIME_COST = 2 ** 20;
/** Half of an isolate's memory. N = 2^17 with r = 8, which takes all of it, is refused. */
const MEMORY_BYTES = 64 * 1024 * 1024;

/** scrypt (RFC 7914) with a row of OWASP's password storage cheat sheet: N = 2^14, r = 8, p = 5. */
export const scrypt: Hasher<"ln" | "r" | "p"> = {
  id: "scrypt",
  cost: { ln: 14, r: 8, p: 5 },
  limits: { ln: [1, 19], r: [1, 64], p: [1, 64] },
  fits: ({ ln, r, p }) => 2 ** ln * r * p <= RUNTIME_COST && 128 * 2 ** ln * r <= MEMORY_BYTES,

  async derive(password, salt, { ln, r, p }, length) {
    return deriveScrypt(utf8(password), salt, { N: 2 ** ln, r, p }, length);
  },
};

/** Every hasher by its PHC identifier. A hash that none of them can verify matches no password. */
export function createHashers(loadArgon2: () => Promise<Argon2>) {
  return { argon2id: argon2id(loadArgon2), scrypt, "pbkdf2-sha256": pbkdf2, bcrypt };
}

export type Hashers = ReturnType<typeof createHashers>;
