import { sha256 } from "../ports/encoding.ts";

export type KeyKind = "publishable" | "secret";
export type KeyMode = "live" | "test";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_BYTES = 32;
/** 32 bytes in base 62. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const PREFIX: Record<KeyKind, string> = { publishable: "pk", secret: "sk" };
const FORM = new RegExp(`^(pk|sk)_(live|test)_[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/**
 * A new key: kind, mode, 256 random bits in base 62, and a checksum, so that a typo or a leak is recognised
 * without asking anyone.
 */
export function newKey(kind: KeyKind, mode: KeyMode): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  const body = `${PREFIX[kind]}_${mode}_${base62(BigInt(`0x${random.toHex()}`), RANDOM_LENGTH)}`;
  return body + checksum(body);
}

/** Whether the text looks like a key at all; a JWT never does. */
export function looksLikeKey(text: string): boolean {
  return /^[a-z]{2}_(live|test)_/.test(text);
}

/** Whether form and checksum are right. */
export function isWellFormedKey(text: string): boolean {
  return FORM.test(text) && checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

/** How a key is stored and found. */
export async function hashKey(key: string): Promise<string> {
  return await sha256(key);
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = "";
  while (text.length < length) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

/** CRC-32 (ISO 3309) of an ASCII text. */
function crc32(text: string): number {
  let crc = 0xffff_ffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb8_8320 & -(crc & 1));
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
