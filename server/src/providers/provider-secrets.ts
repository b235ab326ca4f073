import { decrypt, encrypt, type Keyring } from "../ports/encryption.ts";
import type { IdentityProvider, IdentityProviders } from "./provider-store.ts";

type Owner = Pick<IdentityProvider, "tenantId" | "id">;

/** Encrypts the client secrets of identity providers at rest. Each is bound to its provider, so that no row decrypts in place of another. */
export class ProviderSecrets {
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

  /** Null for a public client. Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(provider: Owner & Pick<IdentityProvider, "clientSecret">): Promise<string | null> {
    const { clientSecret } = provider;
    return clientSecret === null ? null : await decrypt(this.keyring, contextOf(provider), clientSecret);
  }
}

function contextOf({ tenantId, id }: Owner) {
  return { purpose: "identity-providers", context: `${tenantId} ${id}` } as const;
}

/** Maximum number of secrets that are encrypted again in one run; the next run continues. */
const MAX_PER_RUN = 500;

/** Encrypts client secrets with the newest version of JWT_SECRET, so that an older one can be removed. */
export async function reencryptProviderSecrets({
  identityProviders,
  providerSecrets,
}: {
  readonly identityProviders: Pick<IdentityProviders, "listEncryptedWithOther" | "replaceSecret">;
  readonly providerSecrets: ProviderSecrets;
}): Promise<{ reencrypted: number; lost: number } | undefined> {
  const rows = await identityProviders.listEncryptedWithOther(providerSecrets.version, MAX_PER_RUN);
  let reencrypted = 0;
  let lost = 0;
  for (const row of rows) {
    // A secret whose version was removed can't be read again: the tenant sets it anew.
    const secret = await providerSecrets.decrypt(row).catch(() => null);
    if (secret === null) lost++;
    else if (await identityProviders.replaceSecret(row, await providerSecrets.encrypt(secret, row))) reencrypted++;
  }
  return rows.length === 0 ? undefined : { reencrypted, lost };
}
