import { RowCipher, reencryptRows } from "../shared/row-cipher.ts";
import type { IdentityProvider, IdentityProviders } from "./provider-store.ts";

type Owner = Pick<IdentityProvider, "tenantId" | "id">;

/** Encrypts the client secrets of identity providers at rest. */
export class ProviderSecrets extends RowCipher<Owner> {
  /** Null for a public client. Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(provider: Owner & Pick<IdentityProvider, "clientSecret">): Promise<string | null> {
    const { clientSecret } = provider;
    return clientSecret === null ? null : await this.decryptText(clientSecret, provider);
  }

  protected override contextOf({ tenantId, id }: Owner) {
    return { purpose: "identity-providers", context: `${tenantId} ${id}` } as const;
  }
}

/** Maximum number of secrets that are encrypted again in one run; the next run continues. */
const MAX_PER_RUN = 500;

/** Encrypts client secrets with the newest version of JWT_SECRET. A tenant sets a lost one with providers.update. */
export async function reencryptProviderSecrets({
  identityProviders,
  providerSecrets,
}: {
  readonly identityProviders: Pick<IdentityProviders, "listEncryptedWithOther" | "replaceSecret">;
  readonly providerSecrets: ProviderSecrets;
}) {
  const rows = await identityProviders.listEncryptedWithOther(providerSecrets.version, MAX_PER_RUN);
  return await reencryptRows(rows, providerSecrets, (row, secret) => identityProviders.replaceSecret(row, secret));
}
