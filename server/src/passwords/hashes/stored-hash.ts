import { utf8 } from "../../ports/encoding.ts";
import { decodeBcrypt } from "../../ports/password-hashing.ts";
import type { Hasher } from "./hashers.ts";
import { type PhcHash, parsePhc } from "./phc.ts";

/**
 * Reads `$2b$cost$` with 22 characters of salt and 31 of hash, and `2a` and `2y`, which mean the same. Refuses `2x`, the
 * variant with a known fault.
 */
export function parseBcrypt(text: string): PhcHash | undefined {
  const match = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(text);
  if (!match) return undefined;
  const [, cost = "", salt = "", hash = ""] = match;
  return { id: "bcrypt", version: undefined, parameters: { cost: `${Number(cost)}` }, ...decodeBcrypt(salt, hash) };
}

/**
 * Reads `$pbkdf2-sha256$29000$salt$hash`, as passlib writes it: iterations without a name, and base64 with `.` for `+`.
 * Source: passlib.hash.pbkdf2_digest, passlib.utils.binary.ab64_encode.
 */
export function parsePasslib(text: string): PhcHash | undefined {
  const match = /^\$pbkdf2-sha256\$(\d{1,10})\$([A-Za-z0-9./]+)\$([A-Za-z0-9./]+)$/.exec(text);
  if (!match) return undefined;
  const [, i = "", salt = "", hash = ""] = match;
  const bytes = (adapted: string) => Uint8Array.fromBase64(adapted.replaceAll(".", "+"));
  return whole(() => ({ ...PBKDF2, parameters: { i }, salt: bytes(salt), hash: bytes(hash) }));
}

/** Reads `pbkdf2_sha256$1000000$salt$hash`, as Django writes it: the salt is text. Source: django.contrib.auth.hashers. */
export function parseDjango(text: string): PhcHash | undefined {
  const match = /^pbkdf2_sha256\$(\d{1,10})\$([\x21-\x23\x25-\x7e]+)\$([A-Za-z0-9+/]+={0,2})$/.exec(text);
  if (!match) return undefined;
  const [, i = "", salt = "", hash = ""] = match;
  return whole(() => ({ ...PBKDF2, parameters: { i }, salt: utf8(salt), hash: Uint8Array.fromBase64(hash) }));
}

/**
 * Reads `pbkdf2:sha256:1000000$salt$hex` and `scrypt:32768:8:1$salt$hex`, as Werkzeug (Flask) writes them: the salt is
 * text. Source: werkzeug.security.
 */
export function parseWerkzeug(text: string): PhcHash | undefined {
  const match =
    /^(?:pbkdf2:sha256:(\d{1,10})|scrypt:(\d{1,10}):(\d{1,10}):(\d{1,10}))\$([A-Za-z0-9]+)\$([0-9a-f]+)$/.exec(text);
  if (!match) return undefined;
  const [, i, n = "", r = "", p = "", salt = "", hash = ""] = match;
  return whole(() => {
    const bytes = { salt: utf8(salt), hash: Uint8Array.fromHex(hash) };
    return i === undefined
      ? { ...SCRYPT, parameters: { ln: `${Math.log2(Number(n))}`, r, p }, ...bytes }
      : { ...PBKDF2, parameters: { i }, ...bytes };
  });
}

/**
 * Reads `salt:key` in hex, as better-auth writes it: scrypt with N = 2^14, r = 16, p = 1 and a key of 64 bytes; the salt
 * is the hex text itself. Source: better-auth/crypto/password.
 */
export function parseBetterAuth(text: string): PhcHash | undefined {
  const [, salt = "", hash = ""] = /^([0-9a-f]{32}):([0-9a-f]{128})$/.exec(text) ?? [];
  if (hash === "") return undefined;
  const parameters = { ln: "14", r: "16", p: "1" };
  return { ...SCRYPT, parameters, salt: utf8(salt), hash: Uint8Array.fromHex(hash) };
}

const PBKDF2 = { id: "pbkdf2-sha256", version: undefined } as const;
const SCRYPT = { id: "scrypt", version: undefined } as const;

/** Undefined if base64 or hex ends within a byte. */
function whole(read: () => PhcHash): PhcHash | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Reads the format of the original service: `pbkdf2:sha256:<iterations>:<salt>:<hash>`, salt and hash in base64. */
export function parseOriginal(text: string): PhcHash | undefined {
  const match = /^pbkdf2:sha256:(\d{1,10}):([A-Za-z0-9+/]+={0,2}):([A-Za-z0-9+/]+={0,2})$/.exec(text);
  if (!match) return undefined;
  const [, i = "", salt = "", hash = ""] = match;
  try {
    return {
      id: "pbkdf2-sha256",
      version: undefined,
      parameters: { i },
      salt: Uint8Array.fromBase64(salt),
      hash: Uint8Array.fromBase64(hash),
    };
  } catch {
    return undefined;
  }
}

/** A parsed hash, which a password can be verified against. */
export interface StoredHash {
  readonly hasher: Hasher;
  readonly cost: Readonly<Record<string, number>>;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  /** The version of the pepper; undefined for a hash from another system, which has none. */
  readonly keyid: string | undefined;
}

/** The reason why a stored hash can't be read. */
export interface UnreadableHash {
  readonly problem: string;
}

const SALT_BYTES = [8, 64] as const;
const HASH_BYTES = [16, 64] as const;
/** Parameters allowed beside a hasher's own: the pepper's version, and the hash's length, which some systems write. */
const EXTRA = ["keyid", "l"];

/** Reads a stored hash in any supported format, or returns the reason why not. A hash that would cost too much is refused. */
export function readStoredHash(hashers: Readonly<Record<string, Hasher>>, text: string): StoredHash | UnreadableHash {
  const phc = firstOf(FORMS, text);
  if (phc === undefined) return { problem: "The hash has no known format." };
  const hasher = Object.values(hashers).find(({ id }) => id === phc.id);
  if (hasher === undefined) return { problem: `The hash algorithm ${phc.id} is not supported.` };
  const problem = hashProblemOf(phc, hasher);
  if (problem !== undefined) return { problem };
  const names = Object.keys(hasher.limits);
  const cost = Object.fromEntries(names.map((name) => [name, Number(phc.parameters[name])]));
  if (hasher.fits?.(cost, phc.hash.length) === false)
    return { problem: "The hash's parameters exceed the limits together." };
  return { hasher, cost, salt: phc.salt, hash: phc.hash, keyid: phc.parameters.keyid };
}

/** passlib's format comes before the standard's, which it resembles. */
const FORMS = [parsePasslib, parsePhc, parseBcrypt, parseOriginal, parseDjango, parseWerkzeug, parseBetterAuth];

function firstOf(forms: typeof FORMS, text: string): PhcHash | undefined {
  for (const parse of forms) {
    const read = parse(text);
    if (read !== undefined) return read;
  }
  return undefined;
}

function hashProblemOf({ version, parameters, salt, hash }: PhcHash, hasher: Hasher): string | undefined {
  if (version !== hasher.version) return `Its version of ${hasher.id} is not ${hasher.version ?? "left out"}.`;
  const stray = Object.keys(parameters).find((name) => !Object.hasOwn(hasher.limits, name) && !EXTRA.includes(name));
  if (stray !== undefined) return `Its parameter ${stray} is not known.`;
  for (const [name, [min, max]] of Object.entries(hasher.limits)) {
    if (!isWithin(parameters[name], min, max)) return `Its ${name} is not a number from ${min} to ${max}.`;
  }
  if (parameters.l !== undefined && Number(parameters.l) !== hash.length) return "Its hash has another length than l.";
  if (!isWithin(salt.length, ...SALT_BYTES)) return `Its salt does not have ${SALT_BYTES.join(" to ")} bytes.`;
  if (!isWithin(hash.length, ...HASH_BYTES)) return `Its hash does not have ${HASH_BYTES.join(" to ")} bytes.`;
  return undefined;
}

function isWithin(value: string | number | undefined, min: number, max: number): boolean {
  // Digits only: Number() would also read "1e3", " 7" and "".
  return /^\d{1,10}$/.test(`${value}`) && Number(value) >= min && Number(value) <= max;
}
