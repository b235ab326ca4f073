import type { Keyring } from "../ports/encryption.ts";
import { decrypt, encrypt } from "../ports/encryption.ts";
import type { SealedKey, SigningKeyRow } from "./signing-key-store.ts";

/** Whose a private key is. */
type Owner = Pick<SigningKeyRow, "tenantId" | "kid">;

/** Private keys at rest, each bound to its tenant and its id, so that no row opens in place of another. */
export class KeySeal {
  private readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** The version of JWT_SECRET that keys are sealed with now; it begins each of them. */
  get version(): string {
    return this.keyring.newest;
  }

  async seal(text: string, owner: Owner): Promise<string> {
    return await encrypt(this.keyring, sealedFor(owner), text);
  }

  /** Throws when JWT_SECRET has the version no more, or the row was changed. */
  async open(row: SealedKey): Promise<string> {
    return await decrypt(this.keyring, sealedFor(row), row.privateKey);
  }

  /** The same key, sealed with the newest version. Throws as `open` does. */
  async renew(row: SealedKey): Promise<string> {
    return await this.seal(await this.open(row), row);
  }
}

function sealedFor({ tenantId, kid }: Owner) {
  return { purpose: "signing-keys", context: `${tenantId} ${kid}` } as const;
}
