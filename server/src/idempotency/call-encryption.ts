import { equalInConstantTime, fromBase64Url, toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/encryption.ts";
import { seal, unseal } from "../ports/encryption.ts";

const KEY_BYTES = 32;
const IV_BYTES = 12;

/** What a call is known by: the same caller's call of the same procedure at the same place, with the same key. */
export interface CallName {
  /** The object that keeps the call's record. */
  readonly objectName: string;
  readonly caller: string;
  readonly path: string;
  /** The client's own, which is never stored. */
  readonly key: string;
}

/**
 * What is stored of a call, so that nobody can read it who has the storage: inputs hold passwords, and answers hold session
 * tokens and keys that are shown once. Three keys are derived from the client's (HKDF-SHA-256, RFC 5869): one is the
 * record's id, one makes the input's fingerprint (HMAC), one seals the answer (AES-256-GCM). All is sealed once more under
 * the deployment's secret, since a client may choose a key that can be guessed.
 */
export class CallCipher {
  /** Tells nothing of what it is made from. */
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
    // None of the three has a line break in it.
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

  /** What another input's is told apart by. */
  async fingerprint(input: string): Promise<string> {
    return await seal(this.secrets, this.purpose("fingerprint"), await this.mac(input));
  }

  /** Throws where the deployment's secret that it was made with is gone. */
  async isFingerprintOf(fingerprint: string, input: string): Promise<boolean> {
    const mac = await unseal(this.secrets, this.purpose("fingerprint"), fingerprint);
    return equalInConstantTime(mac, await this.mac(input));
  }

  async encrypt(response: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const encrypted = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.encryptionKey, utf8(response)));
    const text = `${toBase64Url(iv)}.${toBase64Url(encrypted)}`;
    return await seal(this.secrets, this.purpose("answer"), text);
  }

  /** Throws where the deployment's secret that it was sealed with is gone. */
  async decrypt(encrypted: string): Promise<string> {
    const [iv = "", bytes = ""] = (await unseal(this.secrets, this.purpose("answer"), encrypted)).split(".");
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
