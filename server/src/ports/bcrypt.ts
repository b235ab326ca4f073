import { decodeBase64, encodeBase64, hashSync } from "bcryptjs";

const SALT_BYTES = 16;
const HASH_BYTES = 23;
/** The same in bcrypt's own base64. */
const HASH_CHARACTERS = 31;

/**
 * bcrypt, as its variants 2a, 2b and 2y have it for passwords of at most 72 bytes; longer ones would be cut.
 * Keeps the CPU for its whole time.
 */
export function bcrypt(password: string, salt: Uint8Array, cost: number): Uint8Array {
  const text = hashSync(password, `$2b$${`${cost}`.padStart(2, "0")}$${encodeBase64(salt, SALT_BYTES)}`);
  return bytes(text.slice(-HASH_CHARACTERS), HASH_BYTES);
}

/** Salt and hash from the end of a bcrypt string: 22 and 31 characters of bcrypt's own base64. */
export function decodeBcrypt(salt: string, hash: string): { salt: Uint8Array; hash: Uint8Array } {
  return { salt: bytes(salt, SALT_BYTES), hash: bytes(hash, HASH_BYTES) };
}

function bytes(text: string, length: number): Uint8Array {
  return Uint8Array.from(decodeBase64(text, length));
}
