import { decrypt, type EncryptionContext, encrypt, type Keyring } from "../ports/encryption.ts";

/**
 * Encrypts secrets of database rows with JWT_SECRET. Each is bound to its row, so that no ciphertext decrypts in place of another's.
 */
export abstract class RowCipher<Owner> {
  private readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** The version of JWT_SECRET that encrypts now; it prefixes each ciphertext. */
  get version(): string {
    return this.keyring.newest;
  }

  async encrypt(text: string, owner: Owner): Promise<string> {
    return await encrypt(this.keyring, this.contextOf(owner), text);
  }

  /** Throws if JWT_SECRET no longer has the version, or the row was changed. */
  protected async decryptText(ciphertext: string, owner: Owner): Promise<string> {
    return await decrypt(this.keyring, this.contextOf(owner), ciphertext);
  }

  protected abstract contextOf(owner: Owner): EncryptionContext;
}

/**
 * Encrypts secrets of rows with the newest version of JWT_SECRET, so that an older one can be removed. Returns the number of those
 * that were replaced, and of those that no version decrypts any more; undefined without rows.
 */
export async function reencryptRows<Row>(
  rows: readonly Row[],
  cipher: {
    decrypt(row: NoInfer<Row>): Promise<string | null>;
    encrypt(secret: string, row: NoInfer<Row>): Promise<string>;
  },
  replace: (row: NoInfer<Row>, ciphertext: string) => Promise<boolean>,
): Promise<{ reencrypted: number; lost: number } | undefined> {
  let reencrypted = 0;
  let lost = 0;
  for (const row of rows) {
    const secret = await cipher.decrypt(row).catch(() => null);
    if (secret === null) lost++;
    else if (await replace(row, await cipher.encrypt(secret, row))) reencrypted++;
  }
  return rows.length === 0 ? undefined : { reencrypted, lost };
}
