import { RowCipher, reencryptRows } from "../shared/row-cipher.ts";
import type { FactorStore } from "./factor-store.ts";

/** The tenant and user of a secret. */
interface Owner {
  readonly tenantId: string;
  readonly userId: string;
}

/** Encrypts the secrets of authenticator apps at rest. */
export class TotpSecrets extends RowCipher<Owner> {
  /** Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(row: Owner & { readonly secret: string }): Promise<string> {
    return await this.decryptText(row.secret, row);
  }

  protected override contextOf({ tenantId, userId }: Owner) {
    return { purpose: "factors", context: `${tenantId} ${userId}` } as const;
  }
}

/** Maximum number of secrets that are encrypted again in one run; the next run continues. */
const MAX_PER_RUN = 500;

/** Encrypts secrets with the newest version of JWT_SECRET. A user whose secret is lost needs a backup code or a reset. */
export async function reencryptTotpSecrets({
  factors,
  totpSecrets,
}: {
  readonly factors: Pick<FactorStore, "listEncryptedWithOther" | "replaceSecret">;
  readonly totpSecrets: TotpSecrets;
}) {
  const rows = await factors.listEncryptedWithOther(totpSecrets.version, MAX_PER_RUN);
  return await reencryptRows(rows, totpSecrets, (row, secret) => factors.replaceSecret(row, secret));
}
