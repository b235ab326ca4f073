import { decodeBcrypt } from "../../ports/bcrypt.ts";
import type { PhcHash } from "./phc.ts";

/**
 * Reads `$2b$cost$` with 22 characters of salt and 31 of hash, and `2a` and `2y`, which mean the same. `2x` is the
 * variant with a known fault and is not read.
 */
export function parseBcrypt(text: string): PhcHash | undefined {
  const match = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(text);
  if (!match) return undefined;
  const [, cost = "", salt = "", hash = ""] = match;
  return { id: "bcrypt", version: undefined, parameters: { cost: `${Number(cost)}` }, ...decodeBcrypt(salt, hash) };
}
