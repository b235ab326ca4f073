import type { PhcHash } from "./phc.ts";

/** Reads the form of the original service: `pbkdf2:sha256:<iterations>:<salt>:<hash>`, salt and hash in base64. */
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
