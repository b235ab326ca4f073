import { utf8 } from "../../ports/encoding.ts";
import type { PhcHash } from "./phc.ts";

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

/** Undefined where base64 or hex is cut off within a byte. */
function whole(read: () => PhcHash): PhcHash | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
