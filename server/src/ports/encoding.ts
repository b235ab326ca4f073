import { reportWork, WORK } from "./work.ts";

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** SHA-256 of a text or of bytes, as lower-case hexadecimal. */
export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  reportWork("hash", content.length * WORK.hashByte);
  const bytes = typeof content === "string" ? utf8(content) : content;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

export function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Throws a SyntaxError when the text is not base64url. */
export function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.fromBase64(text, { alphabet: "base64url" });
}

/** Compares two texts in time that depends on their lengths only. */
export function equalInConstantTime(a: string, b: string): boolean {
  const x = utf8(a);
  const y = utf8(b);
  let difference = x.length ^ y.length;
  for (let i = 0; i < x.length; i++) difference |= (x[i] ?? 0) ^ (y[i % y.length] ?? 0);
  return difference === 0;
}
