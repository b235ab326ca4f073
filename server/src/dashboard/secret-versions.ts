import type { Config } from "../ports/config.ts";
import type { Keyring } from "../ports/encryption.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import type { DashboardDeps } from "./deps.ts";
import { type RecordedSecret, recordVersions, rotationDue } from "./record-secret-versions.ts";
import type { SecretRecord } from "./secret-record-store.ts";

/** A version of a secret, and the stored values that need it. */
export interface SecretVersion {
  readonly secret: RecordedSecret;
  readonly version: string;
  /** Whether it encrypts and signs now. */
  readonly newest: boolean;
  /** False for a version that the deployment no longer has, although stored values need it. */
  readonly configured: boolean;
  /** Signing keys that it encrypts, or passwords that it is mixed into. */
  readonly useCount: number;
  readonly firstSeenAt: Date | null;
  /** Time since which it is the newest; null while it isn't. */
  readonly newestSince: Date | null;
  /** Whether it was ever the newest, so that something may need it. */
  readonly wasNewest: boolean;
  /** Time from which it is overdue for rotation; null if it isn't the newest. */
  readonly rotateBy: Date | null;
}

type Uses = ReadonlyMap<string, number>;

/** The versions of all secrets: those that the deployment has, newest first, and then others that stored values need. */
export async function secretVersionsOf(
  app: Pick<DashboardDeps, "dashboard" | "clock" | "secretRecords" | "tenants"> & { readonly config: Config },
): Promise<SecretVersion[]> {
  const [keys, passwords] = await app.dashboard.secretUses();
  const records = await recordVersions(app);
  const hasAdmin = (await app.tenants.find(PLATFORM_SLUG)) !== undefined;
  const of = (secret: RecordedSecret, keyring: Pick<Keyring, "versions" | "newest">, uses: Uses) =>
    versionsOf(secret, keyring, uses).map((version) => ({ ...version, ...timesOf(version, records, hasAdmin) }));
  // Secrets without versions are recorded by their fingerprint.
  const other = (secret: RecordedSecret) => {
    const versions = records.filter((record) => record.secret === secret).map(({ version }) => version);
    return of(secret, { versions, newest: versions[0] ?? "" }, new Map());
  };
  return [
    ...of("jwtSecret", app.config.secrets, keys),
    ...of("passwordPepper", app.config.pepper, passwords),
    ...other("bootstrapSecret"),
    ...other("mailKey"),
  ];
}

function versionsOf(
  secret: RecordedSecret,
  { versions, newest }: Pick<Keyring, "versions" | "newest">,
  uses: Uses,
): Pick<SecretVersion, "secret" | "version" | "newest" | "configured" | "useCount">[] {
  const all = [...versions, ...[...uses.keys()].filter((version) => !versions.includes(version))];
  return all.map((version) => ({
    secret,
    version,
    newest: version === newest,
    configured: versions.includes(version),
    useCount: uses.get(version) ?? 0,
  }));
}

function timesOf(
  { secret, version }: Pick<SecretVersion, "secret" | "version">,
  records: readonly SecretRecord[],
  hasAdmin: boolean,
): Pick<SecretVersion, "firstSeenAt" | "newestSince" | "wasNewest" | "rotateBy"> {
  const record = records.find((one) => one.secret === secret && one.version === version);
  return {
    firstSeenAt: record?.firstSeenAt ?? null,
    newestSince: record?.newestSince ?? null,
    // Values that need a removed version were written while it was the newest.
    wasNewest: record === undefined || record.firstNewestAt !== null,
    rotateBy: (record && rotationDue(record, hasAdmin)) ?? null,
  };
}
