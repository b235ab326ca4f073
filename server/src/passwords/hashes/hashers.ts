import type { Argon2 } from "../../ports/argon2.ts";
import { utf8 } from "../../ports/encoding.ts";
import { bcrypt as deriveBcrypt, scrypt as deriveScrypt, pbkdf2Sha256 } from "../../ports/password-hashing.ts";

/** The least and the most that a stored hash may ask for of a parameter. */
export type Limit = readonly [least: number, most: number];

/** One way of hashing passwords, with its parameters as PHC strings name them. */
export interface Hasher<Parameter extends string = string> {
  /** Its identifier in PHC strings. */
  readonly id: string;
  /** What PHC strings give as `v`; undefined where they give nothing. */
  readonly version?: number;
  /** What a new hash costs; undefined where no new ones are made. */
  readonly cost?: Readonly<Record<Parameter, number>>;
  readonly limits: Readonly<Record<Parameter, Limit>>;
  /** Longer passwords, in bytes, match nothing. */
  readonly maxPasswordBytes?: number;
  /** Whether the parameters, each within its limits, are within them together, for a hash of so many bytes. */
  fits?(cost: Readonly<Record<Parameter, number>>, length: number): boolean;
  /** Whether new hashes can be made here. They can unless it says otherwise. */
  isAvailable?(): Promise<boolean>;
  derive(
    password: string,
    salt: Uint8Array,
    cost: Readonly<Record<Parameter, number>>,
    length: number,
  ): Promise<Uint8Array>;
}

const MEBIBYTE = 1024;

/** Memory times passes: some 200 ms of work in one piece. */
const MAX_WORK = 256 * MEBIBYTE;

/**
 * Argon2id (RFC 9106), with the least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one
 * lane. The ceiling is 64 MiB, half of what an isolate has.
 */
export function argon2id(load: () => Promise<Argon2>): Hasher<"m" | "t" | "p"> {
  let isLogged = false;
  return {
    id: "argon2id",
    version: 0x13,
    cost: { m: 19 * MEBIBYTE, t: 2, p: 1 },
    // RFC 9106 §3.1: at least eight blocks a lane; the least here has them for four.
    limits: { m: [32, 64 * MEBIBYTE], t: [1, 10], p: [1, 4] },
    fits: ({ m, t }) => m * t <= MAX_WORK,

    async isAvailable() {
      try {
        await load();
        return true;
      } catch (error) {
        const message = "argon2id cannot be loaded; new password hashes are scrypt.";
        if (!isLogged) console.error(JSON.stringify({ level: "error", message, error: `${error}` }));
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
/**
 * bcrypt, for hashes that were made elsewhere and are replaced at the next sign-in: so a cost that is too low today is
 * taken, and gone when its user has signed in once. It looks at 72 bytes of a password and no more, so a longer one is
 * refused rather than cut: its user resets it. The highest cost is some 300 ms of work in one piece, and each step more
 * would double that.
 */
export const bcrypt: Hasher<"cost"> = {
  id: "bcrypt",
  limits: { cost: [4, 12] },
  maxPasswordBytes: 72,

  async derive(password, salt, { cost }) {
    return deriveBcrypt(password, salt, cost);
  },
};

/** RFC 8018 §4.2 has 1,000 iterations as the least; the most is a second or two of work, in slices. */
const ITERATIONS = [1000, 1_000_000] as const;
const BLOCK_BYTES = 32;

/** PBKDF2 (RFC 8018) with HMAC-SHA-256, and as many iterations as OWASP's password storage cheat sheet asks for. */
export const pbkdf2: Hasher<"i"> = {
  id: "pbkdf2-sha256",
  cost: { i: 600_000 },
  limits: { i: ITERATIONS },
  fits: ({ i }, length) => i * Math.ceil(length / BLOCK_BYTES) <= ITERATIONS[1],

  async derive(password, salt, { i }, length) {
    return await pbkdf2Sha256(utf8(password), salt, i, length);
  },
};

/** What the deployed runtime allows for N·r·p (workerd, `IsolateLimitEnforcer::checkScryptCost`). */
const RUNTIME_COST = 2 ** 20;
/** Half of what an isolate has. N = 2^17 with r = 8, which takes all of it, is refused. */
const MEMORY_BYTES = 64 * 1024 * 1024;

/** scrypt (RFC 7914), with one of the equal rows of OWASP's password storage cheat sheet: N = 2^14, r = 8, p = 5. */
export const scrypt: Hasher<"ln" | "r" | "p"> = {
  id: "scrypt",
  cost: { ln: 14, r: 8, p: 5 },
  limits: { ln: [1, 19], r: [1, 64], p: [1, 64] },
  fits: ({ ln, r, p }) => 2 ** ln * r * p <= RUNTIME_COST && 128 * 2 ** ln * r <= MEMORY_BYTES,

  async derive(password, salt, { ln, r, p }, length) {
    return deriveScrypt(utf8(password), salt, { N: 2 ** ln, r, p }, length);
  },
};

/** Every hasher under its PHC identifier. A hash that none of them can check lets nobody in. */
export function createHashers(loadArgon2: () => Promise<Argon2>) {
  return { argon2id: argon2id(loadArgon2), scrypt, "pbkdf2-sha256": pbkdf2, bcrypt };
}

export type Hashers = ReturnType<typeof createHashers>;
