import type { Keyring } from "../ports/encryption.ts";
import { decrypt, encrypt } from "../ports/encryption.ts";
import type { EncryptedKey, SigningKeyRow } from "./signing-key-store.ts";

/** The tenant and id of a private key. */
type Owner = Pick<SigningKeyRow, "tenantId" | "kid">;

/** Encrypts private keys at rest. Each is bound to its tenant and id, so that no row decrypts in place of another. */
export class KeyCipher {
  private readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** The version of JWT_SECRET that encrypts now; it prefixes each encrypted key. */
  get version(): string {
    return this.keyring.newest;
  }

  async encrypt(text: string, owner: Owner): Promise<string> {
    return await encrypt(this.keyring, purposeOf(owner), text);
  }

  /** Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(row: EncryptedKey): Promise<string> {
    return await decrypt(this.keyring, purposeOf(row), row.privateKey);
  }

  /** The same key, encrypted with the newest version. Throws what `decrypt` throws. */
  async reencrypt(row: EncryptedKey): Promise<string> {
    return await this.encrypt(await this.decrypt(row), row);
  }
}

function purposeOf({ tenantId, kid }: Owner) {
  return { purpose: "signing-keys", context: `${tenantId} ${kid}` } as const;
}
