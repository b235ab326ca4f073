import type { Argon2 } from "../../ports/argon2.ts";
import type { Hasher } from "./zz-auth--hashes--hasher.ts";

const MEBIBYTE = 1024;

/** Memory times passes: some 200 ms of work in one piece. */
const MAX_WORK = 256 * MEBIBYTE;

/**
 * Argon2id (RFC 9106), with the least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one
 * lane. The ceiling is 64 MiB, half of what an isolate has.
 */
export function argon2id(load: () => Promise<Argon2>): Hasher<"m" | "t" | "p"> {
  let complained = false;
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
        if (!complained) console.error(JSON.stringify({ level: "error", message, error: `${error}` }));
        complained = true;
        return false;
      }
    },

    async derive(password, salt, { m, t, p }, length) {
      return (await load()).hash({ password, salt, memoryKibibytes: m, passes: t, parallelism: p, length });
    },
  };
}
