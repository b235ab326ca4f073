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
  return await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

/** A signature as the header has it: `v1,` and base64. */
export async function sign(secret: string, id: string, timestamp: string, body: string): Promise<string> {
  const signature = await crypto.subtle.sign("HMAC", await keyOf(secret), signed(id, timestamp, body));
  return VERSION + btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** Whether a signature in the header is one by one of the secrets. Compared in constant time, by the platform. */
export async function isSigned(
  secrets: readonly string[],
  { id, timestamp, body, header }: { id: string; timestamp: string; body: string; header: string },
): Promise<boolean> {
  const keys = await Promise.all(secrets.map(keyOf));
  const parts = header.split(" ").filter((part) => part.startsWith(VERSION));
  for (const signature of parts.map((part) => bytesOf(part.slice(VERSION.length)))) {
    for (const key of signature === undefined ? [] : keys) {
      if (await crypto.subtle.verify("HMAC", key, signature ?? new Uint8Array(), signed(id, timestamp, body)))
        return true;
    }
  }
  return false;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
