import { decrypt, encrypt, type Keyring } from "../ports/encryption.ts";
import type { FactorStore } from "./factor-store.ts";

/** The tenant and user of a secret. */
interface Owner {
  readonly tenantId: string;
  readonly userId: string;
}

/** Encrypts the secrets of authenticator apps at rest. Each is bound to its user, so that no row decrypts in place of another. */
export class TotpSecrets {
  private readonly keyring: Keyring;

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** The version of JWT_SECRET that encrypts now. */
  get version(): string {
    return this.keyring.newest;
  }

  async encrypt(secret: string, owner: Owner): Promise<string> {
    return await encrypt(this.keyring, contextOf(owner), secret);
  }

  /** Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(row: Owner & { readonly secret: string }): Promise<string> {
    return await decrypt(this.keyring, contextOf(row), row.secret);
  }
}

function contextOf({ tenantId, userId }: Owner) {
  return { purpose: "factors", context: `${tenantId} ${userId}` } as const;
}

/** Maximum number of secrets that are encrypted again in one run; the next run continues. */
const MAX_PER_RUN = 500;

/** Encrypts secrets with the newest version of JWT_SECRET, so that an older one can be removed. */
export async function reencryptTotpSecrets({
  factors,
  totpSecrets,
}: {
  readonly factors: Pick<FactorStore, "listEncryptedWithOther" | "replaceSecret">;
  readonly totpSecrets: TotpSecrets;
}): Promise<{ reencrypted: number; lost: number } | undefined> {
  const rows = await factors.listEncryptedWithOther(totpSecrets.version, MAX_PER_RUN);
  let reencrypted = 0;
  let lost = 0;
  for (const row of rows) {
    // A secret whose version was removed can't be read again: its user needs a backup code or a reset.
    const secret = await totpSecrets.decrypt(row).catch(() => undefined);
    if (secret === undefined) lost++;
    else if (await factors.replaceSecret(row, await totpSecrets.encrypt(secret, row))) reencrypted++;
  }
  return rows.length === 0 ? undefined : { reencrypted, lost };
}
