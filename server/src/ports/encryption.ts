import { fromBase64Url, toBase64Url, utf8 } from "./encoding.ts";

/** Purposes of derived keys. Each has its own key, so that ciphertexts can't be swapped between uses. */
export type KeyPurpose =
  | "signing-keys"
  | "factors"
  | "identity-providers"
  | "webhooks"
  | "refresh-tokens"
  | "passwords"
  | "emails"
  | "challenges"
  | "idempotency"
  | "backups"
  | "fingerprints";

interface SecretVersion {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A secret in several versions: the newest encrypts and signs, all of them decrypt and verify. */
export class Keyring {
  readonly versions: readonly string[];
  private readonly secrets: readonly SecretVersion[];
  private readonly derived = new Map<string, CryptoKey>();

  private constructor(secrets: readonly SecretVersion[]) {
    this.secrets = secrets;
    this.versions = secrets.map((secret) => secret.id);
  }

  /**
   * Reads `id:base64,id:base64,…`, newest first, each secret of at least 32 bytes. Undefined if the text has another form.
   */
  static parse(text: string | undefined): Keyring | undefined {
    const secrets = (text ?? "").split(",").map(parseVersion);
    const valid = secrets.filter((secret) => secret !== undefined);
    const ids = new Set(valid.map((secret) => secret.id));
    return valid.length === secrets.length && ids.size === valid.length ? new Keyring(valid) : undefined;
  }

  /** The id of the newest version. */
  get newest(): string {
    return this.versions[0] ?? "";
  }

  /** AES-256-GCM key of one of the versions, derived by HKDF (RFC 5869). */
  async encryptionKey(purpose: KeyPurpose, version: string): Promise<CryptoKey> {
    return await this.derive(purpose, version, { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]);
  }

  /** HMAC-SHA-256 key of one of the versions. */
  async macKey(purpose: KeyPurpose, version: string): Promise<CryptoKey> {
    return await this.derive(purpose, version, { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign", "verify"]);
  }

  private async derive(
    purpose: KeyPurpose,
    version: string,
    algorithm: AesKeyAlgorithm | HmacImportParams,
    usages: KeyUsage[],
  ): Promise<CryptoKey> {
    const secret = this.secrets.find((candidate) => candidate.id === version);
    if (secret === undefined) throw new Error(`The keyring has no version ${version}.`);
    const cacheKey = `${purpose} ${version} ${algorithm.name}`;
    // Caches the key, not its promise, which belongs to the request that created it.
    const key = this.derived.get(cacheKey) ?? (await hkdf(secret.bytes, `cf-auth ${purpose}`, algorithm, usages));
    this.derived.set(cacheKey, key);
    return key;
  }
}

type KeyUsage = "encrypt" | "decrypt" | "sign" | "verify";
interface AesKeyAlgorithm {
  readonly name: "AES-GCM";
  readonly length: number;
}
interface HmacImportParams {
  readonly name: "HMAC";
  readonly hash: string;
  readonly length: number;
}

async function hkdf(
  secret: Uint8Array<ArrayBuffer>,
  info: string,
  algorithm: AesKeyAlgorithm | HmacImportParams,
  usages: KeyUsage[],
): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(info) };
  return await crypto.subtle.deriveKey(parameters, base, algorithm, false, usages);
}

function parseVersion(text: string): SecretVersion | undefined {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(text.trim());
  if (!match?.[1] || !match[2]) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(match[2]);
    return bytes.length >= 32 ? { id: match[1], bytes } : undefined;
  } catch {
    return undefined;
  }
}

const IV_BYTES = 12;

/** Authenticated context of a ciphertext: decryption requires the same purpose and context. */
export interface EncryptionContext {
  readonly purpose: KeyPurpose;
  /** Identifies the owner of the text, so that another's ciphertext can't replace it. */
  readonly context: string;
}

/** Encrypts a text with AES-256-GCM under the keyring's newest version. The result starts with the version's id. */
export async function encrypt(
  keyring: Keyring,
  { purpose, context }: EncryptionContext,
  text: string,
): Promise<string> {
  const version = keyring.newest;
  const key = await keyring.encryptionKey(purpose, version);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(context) };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, utf8(text)));
  return [version, toBase64Url(iv), toBase64Url(ciphertext)].join(".");
}

/** Decrypts a text. Throws if it was altered, has another context, or its version isn't in the keyring. */
export async function decrypt(
  keyring: Keyring,
  { purpose, context }: EncryptionContext,
  ciphertext: string,
): Promise<string> {
  const [version = "", iv = "", bytes = ""] = ciphertext.split(".");
  const key = await keyring.encryptionKey(purpose, version);
  const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: utf8(context) };
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64Url(bytes)));
}

const VERSION_LENGTH_BYTES = 1;

/** Encrypts bytes like `encrypt`. The result is the version's id with its length, the IV, and the ciphertext. */
export async function encryptBytes(
  keyring: Keyring,
  { purpose, context }: EncryptionContext,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const version = keyring.newest;
  const key = await keyring.encryptionKey(purpose, version);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(context) };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, bytes));
  const id = utf8(version);
  const head = Uint8Array.of(id.length, ...id, ...iv);
  const whole = new Uint8Array(head.length + ciphertext.length);
  whole.set(head);
  whole.set(ciphertext, head.length);
  return whole;
}

/** Decrypts the result of `encryptBytes`. Throws as `decrypt` does. */
export async function decryptBytes(
  keyring: Keyring,
  { purpose, context }: EncryptionContext,
  whole: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const ivAt = VERSION_LENGTH_BYTES + (whole[0] ?? 0);
  const version = new TextDecoder().decode(whole.subarray(VERSION_LENGTH_BYTES, ivAt));
  const key = await keyring.encryptionKey(purpose, version);
  const algorithm = { name: "AES-GCM", iv: whole.subarray(ivAt, ivAt + IV_BYTES), additionalData: utf8(context) };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, whole.subarray(ivAt + IV_BYTES)));
}
