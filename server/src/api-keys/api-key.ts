import { sha256 } from "../ports/encoding.ts";

export type KeyKind = OwnKeyKind | "platform" | "customer";
/** Kinds of the tenant's own keys, which call this API. A customer key opens only what the tenant protects with it. */
export const OWN_KINDS = ["publishable", "secret", "restricted"] as const;
type OwnKeyKind = (typeof OWN_KINDS)[number];
export type KeyMode = "live" | "test";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_BYTES = 32;
/** 32 bytes in base 62. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const PREFIX: Readonly<Record<KeyKind, string>> = {
  publishable: "pk",
  secret: "sk",
  restricted: "rk",
  platform: "plk",
  customer: "ck",
};
const KIND = new Map<string, Exclude<KeyKind, "customer">>([
  ["pk", "publishable"],
  ["sk", "secret"],
  ["rk", "restricted"],
  ["plk", "platform"],
]);
const FORM = new RegExp(`^([a-z][a-z0-9]{1,15})_(?:live|test)_[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/** Allowed prefixes of customers' keys. `isOwnPrefix` names the reserved ones. */
export const CUSTOMER_PREFIX_PATTERN = /^[a-z][a-z0-9]{1,15}$/;

export function isOwnPrefix(prefix: string): boolean {
  return KIND.has(prefix);
}

/**
 * Generates a key: prefix, mode, 256 random bits in base 62, and a checksum. The checksum shows a typo, or a key in
 * leaked text, without a lookup. `prefix` is for customers' keys; defaults to the prefix of the kind.
 */
export function newKey(kind: KeyKind, mode: KeyMode, prefix: string = PREFIX[kind]): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  const body = `${prefix}_${mode}_${base62(BigInt(`0x${random.toHex()}`), RANDOM_LENGTH)}`;
  return body + checksum(body);
}

/** True for a text that begins as a key does; never for a JWT. */
export function looksLikeKey(text: string): boolean {
  return /^[a-z][a-z0-9]{1,15}_(live|test)_/.test(text);
}

/** The kind of a key; undefined if its format or checksum is wrong. */
export function kindOfKey(text: string): KeyKind | undefined {
  const [, prefix = ""] = FORM.exec(text) ?? [];
  if (prefix === "" || checksum(text.slice(0, -CHECKSUM_LENGTH)) !== text.slice(-CHECKSUM_LENGTH)) return undefined;
  return KIND.get(prefix) ?? "customer";
}

/** The SHA-256 hash by which a key is stored and looked up. */
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
