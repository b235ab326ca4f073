import { type BackupConfig, type BackupSource, readBackupConfig } from "./backup-config.ts";
import { Keyring } from "./encryption.ts";
import { isLocalHost, type MailConfig, type MailSource, readMailConfig } from "./mail-config.ts";

/** Hash functions for new passwords. */
export const PASSWORD_HASHES = ["argon2id", "scrypt", "pbkdf2-sha256"] as const;
export type PasswordHash = (typeof PASSWORD_HASHES)[number];

/** `failures`: requests with an error of a call or of the whole request. */
export const REQUEST_LOGS = ["all", "failures", "none"] as const;
export type RequestLogs = (typeof REQUEST_LOGS)[number];

/** Settings of the deployment. */
export interface Config {
  /** URL of the service without a trailing slash; issuers start with it. */
  readonly publicUrl: string;
  /** Host name of that URL. */
  readonly publicHost: string;
  /** Secrets from which the keys that protect signing keys and refresh tokens are derived. */
  readonly secrets: Keyring;
  /** Added to every password before it is hashed. Never stored in the database. */
  readonly pepper: Keyring;
  /** Hash function of new passwords. Defaults to argon2id. */
  readonly passwordHash: PasswordHash;
  /** Cloudflare Turnstile, for challenges after failed attempts; undefined for the built-in proof of work. */
  readonly turnstile: { readonly siteKey: string; readonly secret: string } | undefined;
  /** Secret of `platform.bootstrap`, which works once; undefined disables it. */
  readonly bootstrapSecret: string | undefined;
  readonly mail: MailConfig;
  /** Backups; undefined if none are made. */
  readonly backups: BackupConfig | undefined;
  /** Which requests are logged. Defaults to all. */
  readonly requestLogs: RequestLogs;
  /** Whether the outputs of direct queries are compared with their schemas: for tests and development. Defaults to no. */
  readonly validateOutputs: boolean;
  /** Whether identity providers and webhooks on loopback are allowed: on a local deployment only. Defaults to no. */
  readonly allowsLoopback: boolean;
}

export interface ConfigSource extends MailSource, BackupSource {
  readonly PUBLIC_URL?: string;
  readonly JWT_SECRET?: string;
  readonly PASSWORD_PEPPER?: string;
  readonly PASSWORD_HASH?: string;
  readonly TURNSTILE_SITE_KEY?: string;
  readonly TURNSTILE_SECRET_KEY?: string;
  readonly BOOTSTRAP_SECRET?: string;
  readonly VALIDATE_OUTPUTS?: string;
  readonly REQUEST_LOGS?: string;
  readonly ALLOW_LOOPBACK?: string;
}

const MIN_BOOTSTRAP_SECRET_LENGTH = 32;
/** Value of a keyring whose versions are all in secrets of their own. It names one of them. */
const REFERENCE = /^[A-Z_]+_V\d+$/;

/** Reads the settings, or returns the problems of missing and invalid ones. Secrets have no defaults. */
export function readConfig(source: ConfigSource): Config | { problems: string[] } {
  const problems: string[] = [];
  const publicUrl = normalUrl(source.PUBLIC_URL);
  if (publicUrl === undefined) problems.push("PUBLIC_URL must be an absolute http: or https: URL.");
  const secrets = Keyring.parse(keyringText(source, "JWT_SECRET"));
  const pepper = Keyring.parse(keyringText(source, "PASSWORD_PEPPER"));
  const form = "must be id:base64 pairs, comma-separated, newest first, each of at least 32 bytes.";
  if (secrets === undefined) problems.push(`JWT_SECRET ${form}`);
  if (pepper === undefined) problems.push(`PASSWORD_PEPPER ${form}`);
  const passwordHash = PASSWORD_HASHES.find((name) => name === (source.PASSWORD_HASH || "argon2id"));
  if (passwordHash === undefined) problems.push(`PASSWORD_HASH must be one of ${PASSWORD_HASHES.join(", ")}.`);
  const requestLogs = REQUEST_LOGS.find((name) => name === (source.REQUEST_LOGS || "all"));
  if (requestLogs === undefined) problems.push(`REQUEST_LOGS must be one of ${REQUEST_LOGS.join(", ")}.`);
  const bootstrapSecret = source.BOOTSTRAP_SECRET || undefined;
  if (bootstrapSecret !== undefined && bootstrapSecret.length < MIN_BOOTSTRAP_SECRET_LENGTH) {
    problems.push(`BOOTSTRAP_SECRET must have at least ${MIN_BOOTSTRAP_SECRET_LENGTH} characters.`);
  }
  const mail = publicUrl === undefined ? undefined : readMailConfig(source, publicUrl, problems);
  const turnstile = readTurnstile(source, problems);
  const backups = readBackupConfig(source, problems);
  const allowsLoopback = source.ALLOW_LOOPBACK === "true";
  if (allowsLoopback && publicUrl !== undefined && !isLocalHost(new URL(publicUrl).hostname)) {
    problems.push("ALLOW_LOOPBACK can be true only if PUBLIC_URL is local.");
  }
  const complete = secrets !== undefined && pepper !== undefined && passwordHash !== undefined && mail !== undefined;
  if (!complete || publicUrl === undefined || requestLogs === undefined || problems.length > 0) return { problems };
  const publicHost = new URL(publicUrl).hostname;
  const validateOutputs = source.VALIDATE_OUTPUTS === "true";
  const logging = { requestLogs, validateOutputs, allowsLoopback };
  return {
    publicUrl,
    publicHost,
    secrets,
    pepper,
    passwordHash,
    turnstile,
    bootstrapSecret,
    mail,
    backups,
    ...logging,
  };
}

/**
 * The versions of a keyring. A deployment whose secrets can be written but not read back has each added version in a secret of
 * its own, `JWT_SECRET_V2`, after the others, and names the newest one in `JWT_SECRET_NEWEST`.
 */
function keyringText(source: ConfigSource, name: "JWT_SECRET" | "PASSWORD_PEPPER"): string {
  const texts = new Map(
    Object.entries(source).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const base = texts.get(name) ?? "";
  const added = [...texts.keys()].filter((key) => REFERENCE.test(key) && key.startsWith(`${name}_V`)).sort();
  const versions = [...(REFERENCE.test(base) ? [] : base.split(",")), ...added.map((key) => texts.get(key) ?? "")];
  const newest = versions.find((version) => version.trim().startsWith(`${texts.get(`${name}_NEWEST`)}:`));
  return (newest === undefined ? versions : [newest, ...versions.filter((version) => version !== newest)]).join(",");
}

/**
 * Normalizes scheme and host to lower case, without default port and trailing slash. Clients normalize the URL too, so that the
 * issuer in a token is the one that they expect.
 */
function normalUrl(text = ""): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname } = new URL(text);
  return /^https?:$/.test(protocol) ? origin + pathname.replace(/\/+$/, "") : undefined;
}

function readTurnstile(
  { TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET_KEY: secret }: ConfigSource,
  problems: string[],
) {
  if (siteKey && secret) return { siteKey, secret };
  if (siteKey || secret) problems.push("Set both TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY, or neither.");
  return undefined;
}
