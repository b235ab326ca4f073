import nodeCrypto from "node:crypto";

/** scrypt (RFC 7914). Keeps the CPU for its whole time, and 128·N·r bytes. */
export function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  { N, r, p }: { N: number; r: number; p: number },
  length: number,
): Uint8Array {
  // What it takes: N blocks, p more, and two to work in. The default is less than some stored hashes ask for.
  const maxmem = 128 * r * (N + p + 2);
  return nodeCrypto.scryptSync(password, salt, length, { N, r, p, maxmem });
}
