import { utf8 } from "../../ports/encoding.ts";
import { scrypt as derive } from "../../ports/scrypt.ts";
import type { Hasher } from "./zz-auth--hashes--hasher.ts";

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
    return derive(utf8(password), salt, { N: 2 ** ln, r, p }, length);
  },
};
