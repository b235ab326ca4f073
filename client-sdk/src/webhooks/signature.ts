import { webhookError } from "./webhook-error.ts";

const PREFIX = "whsec_";
const VERSION = "v1,";

/** The bytes that a signature is of: id, time and body (Standard Webhooks, "Signature scheme"). */
function signed(id: string, timestamp: string, body: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${timestamp}.${body}`);
}

/** Imports a signing secret: `whsec_` and base64. Throws `invalid_input` for another text. */
async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = bytesOf(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (bytes === undefined || bytes.length === 0) {
    throw webhookError("invalid_input", { problem: "secret must be whsec_ and base64." });
  }
  return await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** A signature as the header has it: `v1,` and base64. */
export async function sign(secret: string, id: string, timestamp: string, body: string): Promise<string> {
  const signature = await crypto.subtle.sign("HMAC", await keyOf(secret), signed(id, timestamp, body));
  return VERSION + btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** Whether a signature in the header is one by one of the secrets. Hashes the body once for each secret, however long the header is. */
export async function isSigned(
  secrets: readonly string[],
  { id, timestamp, body, header }: { id: string; timestamp: string; body: string; header: string },
): Promise<boolean> {
  const expected = await Promise.all(secrets.map((secret) => sign(secret, id, timestamp, body)));
  return header.split(" ").some((part) => expected.some((signature) => isEqual(part, signature)));
}

/** Compares in constant time for texts of the same length. */
function isEqual(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
