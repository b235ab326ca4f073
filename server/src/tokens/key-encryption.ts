import type { Keyring } from "../ports/encryption.ts";
import { seal, unseal } from "../ports/encryption.ts";
import type { EncryptedKey, SigningKeyRow } from "./signing-key-store.ts";

/** Whose a private key is. */
type Owner = Pick<SigningKeyRow, "tenantId" | "kid">;

/** Private keys at rest, each bound to its tenant and its id, so that no row opens in place of another. */
export class KeyCipher {
  private readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** The version of JWT_SECRET that keys are sealed with now; it begins each of them. */
  get version(): string {
    return this.keyring.newest;
  }

  async encrypt(text: string, owner: Owner): Promise<string> {
    return await seal(this.keyring, purposeOf(owner), text);
  }

  /** Throws when JWT_SECRET has the version no more, or the row was changed. */
  async decrypt(row: EncryptedKey): Promise<string> {
    return await unseal(this.keyring, purposeOf(row), row.privateKey);
  }

  /** The same key, sealed with the newest version. Throws as `open` does. */
  async reencrypt(row: EncryptedKey): Promise<string> {
    return await this.encrypt(await this.decrypt(row), row);
  }
}

function purposeOf({ tenantId, kid }: Owner) {
  return { purpose: "signing-keys", context: `${tenantId} ${kid}` } as const;
}
