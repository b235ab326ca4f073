import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file of a state folder with its secrets. `cf-auth ops rotate` changes it. */
export const SECRETS_FILE = "secrets.json";

/** What a local deployment keeps to itself. */
export interface Secrets {
  readonly JWT_SECRET: string;
  readonly PASSWORD_PEPPER: string;
  /** Empty once it is removed. */
  readonly BOOTSTRAP_SECRET: string;
  readonly BACKUP_KEY: string;
  /** The mailer's access key, where email is sent through SES. */
  readonly AWS_ACCESS_KEY_ID?: string;
  readonly AWS_SECRET_ACCESS_KEY?: string;
  /** The password of the admin that the seeding creates. */
  readonly ADMIN_PASSWORD: string;
}

/** Reads the state's secrets; makes them at the first run. The file is the owner's alone. */
export function ensureSecrets(state: string): Secrets {
  const file = join(state, SECRETS_FILE);
  // Written below, and by rotations. A file of an earlier release has no key of backups.
  const stored = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>) : {};
  if (stored.BACKUP_KEY !== undefined) return stored as Secrets;
  const secrets: Secrets = {
    JWT_SECRET: `v1:${randomBytes(48).toString("base64")}`,
    PASSWORD_PEPPER: `p1:${randomBytes(48).toString("base64")}`,
    BOOTSTRAP_SECRET: randomBytes(32).toString("base64url"),
    BACKUP_KEY: `b1:${randomBytes(48).toString("base64")}`,
    ADMIN_PASSWORD: randomBytes(24).toString("base64url"),
    ...stored,
  };
  mkdirSync(state, { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** Secrets that the Worker gets. The file has others, such as earlier values that a rotation may go back to. */
export function workerSecrets(secrets: Secrets): Record<string, string> {
  const { JWT_SECRET, PASSWORD_PEPPER, BOOTSTRAP_SECRET, BACKUP_KEY } = secrets;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = secrets;
  const own = { JWT_SECRET, PASSWORD_PEPPER, BOOTSTRAP_SECRET, BACKUP_KEY };
  const all = { ...own, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
