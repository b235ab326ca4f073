import type { Config } from "../ports/config.ts";
import type { Keyring } from "../ports/encryption.ts";
import type { DashboardDeps } from "./deps.ts";

/** JWT_SECRET and PASSWORD_PEPPER. The contract, which everyone may read, has no names of secrets. */
export const VERSIONED_SECRETS = ["jwtSecret", "passwordPepper"] as const;

/** A version of a secret, and the stored values that need it. */
export interface SecretVersion {
  readonly secret: (typeof VERSIONED_SECRETS)[number];
  readonly version: string;
  /** Whether it encrypts and signs now. */
  readonly newest: boolean;
  /** False for a version that the deployment no longer has, although stored values need it. */
  readonly configured: boolean;
  /** Signing keys that it encrypts, or passwords that it is mixed into. */
  readonly useCount: number;
}

/** The versions of both secrets: those that the deployment has, newest first, and then others that stored values need. */
export async function secretVersionsOf({
  dashboard,
  config,
}: Pick<DashboardDeps, "dashboard"> & { readonly config: Pick<Config, "secrets" | "pepper"> }): Promise<
  SecretVersion[]
> {
  const [keys, passwords] = await dashboard.secretUses();
  return [...versionsOf("jwtSecret", config.secrets, keys), ...versionsOf("passwordPepper", config.pepper, passwords)];
}

function versionsOf(
  secret: SecretVersion["secret"],
  { versions, newest }: Pick<Keyring, "versions" | "newest">,
  uses: ReadonlyMap<string, number>,
): SecretVersion[] {
  const all = [...versions, ...[...uses.keys()].filter((version) => !versions.includes(version))];
  return all.map((version) => ({
    secret,
    version,
    newest: version === newest,
    configured: versions.includes(version),
    useCount: uses.get(version) ?? 0,
  }));
}
