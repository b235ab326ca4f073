import { fromBase64Url, toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/keyring.ts";
import type { SigningKeyRow } from "./signing-key-store.ts";

const IV_BYTES = 12;

/** A private key as it is stored: whose it is, and its sealed form. */
export type SealedKey = Pick<SigningKeyRow, "tenantId" | "kid" | "privateKey">;

/**
 * Private keys at rest: AES-256-GCM under a key derived from a version of JWT_SECRET, as `<version>.<iv>.<sealed>`. A key
 * is bound to its tenant and its id, so that no row opens in place of another.
 */
export class KeySeal {
  private readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** The version of JWT_SECRET that keys are sealed with now. */
  get version(): string {
    return this.keyring.newest;
  }

  async seal(text: string, of: Omit<SealedKey, "privateKey">): Promise<string> {
    const key = await this.keyring.encryption("signing-keys", this.version);
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: owner(of) }, key, utf8(text));
    return [this.version, toBase64Url(iv), toBase64Url(new Uint8Array(sealed))].join(".");
  }

  /** Throws when JWT_SECRET has the version no more, or the row was changed. */
  async open(row: SealedKey): Promise<string> {
    const [version = "", iv = "", sealed = ""] = row.privateKey.split(".");
    const key = await this.keyring.encryption("signing-keys", version);
    const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: owner(row) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64Url(sealed)));
  }

  /** The same key, sealed with the newest version. Throws as `open` does. */
  async renew(row: SealedKey): Promise<string> {
    return await this.seal(await this.open(row), row);
  }
}

function owner({ tenantId, kid }: Omit<SealedKey, "privateKey">): Uint8Array {
  return utf8(`${tenantId} ${kid}`);
}
