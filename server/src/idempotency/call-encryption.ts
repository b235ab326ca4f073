import { equalInConstantTime, fromBase64Url, toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/encryption.ts";
import { decrypt, encrypt } from "../ports/encryption.ts";

const KEY_BYTES = 32;
const IV_BYTES = 12;

/** Identifies a call: the same caller, procedure, Durable Object and idempotency key. */
export interface CallName {
  /** Name of the Durable Object that stores the call's record. */
  readonly objectName: string;
  readonly caller: string;
  readonly path: string;
  /** The client's idempotency key, which is never stored. */
  readonly key: string;
}

/**
 * Encrypts the stored record of a call: inputs hold passwords, and responses hold session tokens and new keys. Three
 * keys are derived from the client's key (HKDF-SHA-256, RFC 5869): the record's id, the key of the input's fingerprint
 * (HMAC), and the key of the response (AES-256-GCM). Everything is encrypted once more under the deployment's secret,
 * because a client may choose a weak key.
 */
export class CallCipher {
  /** Id of the record, which reveals nothing of the call. */
  readonly id: string;
  private readonly macKey: CryptoKey;
  private readonly encryptionKey: CryptoKey;
  private readonly secrets: Keyring;

  private constructor(id: string, keys: { macKey: CryptoKey; encryptionKey: CryptoKey }, secrets: Keyring) {
    this.id = id;
    this.macKey = keys.macKey;
    this.encryptionKey = keys.encryptionKey;
    this.secrets = secrets;
  }

  static async of({ objectName, caller, path, key }: CallName, secrets: Keyring): Promise<CallCipher> {
    const base = await crypto.subtle.importKey("raw", utf8(key), "HKDF", false, ["deriveBits"]);
    // None of the three contains a line break.
    const info = utf8(["cf-auth idempotency", objectName, caller, path].join("\n"));
    const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
    const bits = await crypto.subtle.deriveBits(parameters, base, 3 * KEY_BYTES * 8);
    const part = (n: number) => new Uint8Array(bits, n * KEY_BYTES, KEY_BYTES);
    const [macKey, encryptionKey] = await Promise.all([
      crypto.subtle.importKey("raw", part(1), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
      crypto.subtle.importKey("raw", part(2), "AES-GCM", false, ["encrypt", "decrypt"]),
    ]);
    return new CallCipher(toBase64Url(part(0)), { macKey, encryptionKey }, secrets);
  }

  /** The encrypted fingerprint of an input, which tells it from other inputs. */
  async fingerprint(input: string): Promise<string> {
    return await encrypt(this.secrets, this.purpose("fingerprint"), await this.mac(input));
  }

  /** Throws if the deployment no longer has the secret that encrypted the fingerprint. */
  async isFingerprintOf(fingerprint: string, input: string): Promise<boolean> {
    const mac = await decrypt(this.secrets, this.purpose("fingerprint"), fingerprint);
    return equalInConstantTime(mac, await this.mac(input));
  }

  async encrypt(response: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const encrypted = new Uint8Array(
      await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.encryptionKey, utf8(response)),
    );
    const text = `${toBase64Url(iv)}.${toBase64Url(encrypted)}`;
    return await encrypt(this.secrets, this.purpose("answer"), text);
  }

  /** Throws if the deployment no longer has the secret that encrypted the response. */
  async decrypt(encrypted: string): Promise<string> {
    const [iv = "", bytes = ""] = (await decrypt(this.secrets, this.purpose("answer"), encrypted)).split(".");
    const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, this.encryptionKey, fromBase64Url(bytes)));
  }

  private async mac(input: string): Promise<string> {
    return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", this.macKey, utf8(input))));
  }

  private purpose(of: "fingerprint" | "answer") {
    return { purpose: "idempotency", context: `${of} ${this.id}` } as const;
  }
}
