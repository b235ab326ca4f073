import { utf8 } from "../../ports/encoding.ts";
import { pbkdf2Sha256 } from "../../ports/pbkdf2.ts";
import type { Hasher } from "./zz-auth--hashes--hasher.ts";

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
