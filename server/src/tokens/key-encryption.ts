import { RowCipher } from "../shared/row-cipher.ts";
import type { EncryptedKey, SigningKeyRow } from "./signing-key-store.ts";

/** The tenant and id of a private key. */
type Owner = Pick<SigningKeyRow, "tenantId" | "kid">;

/** Encrypts private keys at rest. */
export class KeyCipher extends RowCipher<Owner> {
  /** Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(row: EncryptedKey): Promise<string> {
    return await this.decryptText(row.privateKey, row);
  }

  /** The same key, encrypted with the newest version. Throws what `decrypt` throws. */
  async reencrypt(row: EncryptedKey): Promise<string> {
    return await this.encrypt(await this.decrypt(row), row);
  }

  protected override contextOf({ tenantId, kid }: Owner) {
    return { purpose: "signing-keys", context: `${tenantId} ${kid}` } as const;
  }
}
