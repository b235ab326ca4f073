import type { Config } from "../ports/config.ts";
import { toBase64Url, utf8 } from "../ports/encoding.ts";
import { log } from "../ports/logger.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import type { DashboardDeps } from "./deps.ts";
import type { SecretRecord } from "./secret-record-store.ts";

/** Secrets whose age is recorded. The contract, which everyone may read, has no names of variables. */
export const RECORDED_SECRETS = ["jwtSecret", "passwordPepper", "bootstrapSecret", "mailKey"] as const;
export type RecordedSecret = (typeof RECORDED_SECRETS)[number];

const DAY_MS = 24 * 60 * 60 * 1000;
/** Age from which a secret is overdue, in days. A bootstrap secret has no use once there is an admin. */
export const MAX_AGE_DAYS: Readonly<Record<RecordedSecret, number>> = {
  jwtSecret: 365,
  passwordPepper: 365,
  bootstrapSecret: 1,
  mailKey: 90,
};

/** 72 bits: enough to tell values apart, and no help to find one. */
const FINGERPRINT_BYTES = 9;

type Deps = Pick<DashboardDeps, "clock" | "secretRecords" | "tenants"> & { readonly config: Config };

/** A version that the deployment has. */
interface Configured {
  readonly version: string;
  readonly isNewest: boolean;
  /** The value's fingerprints under all versions of JWT_SECRET: after a rotation it has another one. */
  readonly aliases: readonly string[];
}

/**
 * Records the versions of the deployment's secrets that weren't seen before, and which is the newest. Returns all records. Safe to
 * repeat, and to run twice at the same time.
 */
export async function recordVersions(app: Deps): Promise<SecretRecord[]> {
  const recorded = await app.secretRecords.list();
  const configured = await configuredVersions(app.config);
  const now = app.clock.now();
  const result: SecretRecord[] = [];
  for (const secret of RECORDED_SECRETS) {
    const before = recorded.filter((record) => record.secret === secret);
    const after = configured[secret].map((version) => recordOf(secret, version, before, now));
    const isSame =
      after.length === before.length && after.every((record) => before.some((one) => isEqual(one, record)));
    if (!isSame) await app.secretRecords.replace(secret, after);
    result.push(...after);
  }
  return result;
}

/** The job: records versions, and warns of each secret that is overdue. */
export async function recordSecretVersions(app: Deps): Promise<undefined> {
  const records = await recordVersions(app);
  const hasAdmin = (await app.tenants.find(PLATFORM_SLUG)) !== undefined;
  for (const { secret, ageDays } of overdueSecrets(records, hasAdmin, app.clock.now())) {
    log("warn", "A secret is overdue for rotation.", { id: secret, counts: { ageDays } });
  }
}

/** Time from which a recorded version is overdue; undefined if it isn't the newest, or doesn't age. */
export function rotationDue(record: SecretRecord, hasAdmin: boolean): Date | undefined {
  const secret = RECORDED_SECRETS.find((name) => name === record.secret);
  if (secret === undefined || record.newestSince === null) return undefined;
  if (secret === "bootstrapSecret" && !hasAdmin) return undefined;
  return new Date(record.firstSeenAt.getTime() + MAX_AGE_DAYS[secret] * DAY_MS);
}

/** Secrets whose newest version is overdue, each with its age. */
export function overdueSecrets(records: readonly SecretRecord[], hasAdmin: boolean, now: Date) {
  return records.flatMap((record) => {
    const due = rotationDue(record, hasAdmin);
    if (due === undefined || due > now) return [];
    return [{ secret: record.secret, ageDays: Math.floor((now.getTime() - record.firstSeenAt.getTime()) / DAY_MS) }];
  });
}

function recordOf(
  secret: RecordedSecret,
  { version, isNewest, aliases }: Configured,
  before: readonly SecretRecord[],
  now: Date,
): SecretRecord {
  const known = before.find((record) => record.version === version || aliases.includes(record.version));
  const newestSince = isNewest ? (known?.newestSince ?? now) : null;
  const firstNewestAt = known?.firstNewestAt ?? newestSince;
  return { secret, version, firstSeenAt: known?.firstSeenAt ?? now, newestSince, firstNewestAt };
}

function isEqual(one: SecretRecord, other: SecretRecord): boolean {
  const values = ({ version, newestSince, firstNewestAt }: SecretRecord) =>
    JSON.stringify([version, newestSince, firstNewestAt]);
  return values(one) === values(other);
}

async function configuredVersions(config: Config): Promise<Readonly<Record<RecordedSecret, readonly Configured[]>>> {
  const { secrets, pepper, bootstrapSecret: bootstrap, mail } = config;
  const versionsOf = ({ versions, newest }: Config["secrets"]) =>
    versions.map((version) => ({ version, isNewest: version === newest, aliases: [] }));
  return {
    jwtSecret: versionsOf(secrets),
    passwordPepper: versionsOf(pepper),
    bootstrapSecret: bootstrap === undefined ? [] : [await fingerprinted(config, bootstrap)],
    mailKey: mail.sender === "ses" ? [await fingerprinted(config, mail.ses.accessKeyId)] : [],
  };
}

async function fingerprinted({ secrets }: Config, value: string): Promise<Configured> {
  const fingerprints = await Promise.all(
    secrets.versions.map(async (version) => {
      const key = await secrets.macKey("fingerprints", version);
      const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(value)));
      return `${version}.${toBase64Url(mac.subarray(0, FINGERPRINT_BYTES))}`;
    }),
  );
  const [version = "", ...aliases] = fingerprints;
  return { version, isNewest: true, aliases };
}
