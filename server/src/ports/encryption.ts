import { fromBase64Url, toBase64Url, utf8 } from "./encoding.ts";
import type { KeyPurpose, Keyring } from "./keyring.ts";

const IV_BYTES = 12;

/** What a text is sealed for: it opens for the same purpose and with the same context only. */
export interface SealedFor {
  readonly purpose: KeyPurpose;
  /** What the text belongs to, so that it is of no use in another's place. */
  readonly context: string;
}

/** Encrypts a text (AES-256-GCM) under the keyring's newest version, which the result names. */
export async function seal(keyring: Keyring, { purpose, context }: SealedFor, text: string): Promise<string> {
  const version = keyring.newest;
  const key = await keyring.encryption(purpose, version);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(context) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, utf8(text)));
  return [version, toBase64Url(iv), toBase64Url(sealed)].join(".");
}

/** Throws where the text was altered, sealed for something else, or by a version that the keyring does not have. */
export async function unseal(keyring: Keyring, { purpose, context }: SealedFor, sealed: string): Promise<string> {
  const [version = "", iv = "", bytes = ""] = sealed.split(".");
  const key = await keyring.encryption(purpose, version);
  const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: utf8(context) };
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64Url(bytes)));
}
