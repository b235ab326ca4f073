import { Keyring } from "./encryption.ts";
import { type MailConfig, type MailSource, readMailConfig } from "./mail-config.ts";

/** What new passwords can be hashed with. */
export const PASSWORD_HASHES = ["argon2id", "scrypt", "pbkdf2-sha256"] as const;
export type PasswordHash = (typeof PASSWORD_HASHES)[number];

/** What the deployment sets. */
export interface Config {
  /** Where the service is reached, without a slash at the end; issuers start with it. */
  readonly publicUrl: string;
  /** Derives the keys that protect signing keys and refresh tokens. */
  readonly secrets: Keyring;
  /** Mixed into every password before it is hashed; kept out of the database. */
  readonly pepper: Keyring;
  /** What new passwords are hashed with; argon2id unless told. */
  readonly passwordHash: PasswordHash;
  /** Cloudflare Turnstile, for those who failed too often; undefined where a puzzle of our own stands in for it. */
  readonly turnstile: { readonly siteKey: string; readonly secret: string } | undefined;
  /** Opens `platform.bootstrap` once; undefined where the platform is not to be bootstrapped. */
  readonly bootstrapSecret: string | undefined;
  readonly mail: MailConfig;
}

export interface ConfigSource extends MailSource {
  readonly PUBLIC_URL?: string;
  readonly JWT_SECRET?: string;
  readonly PASSWORD_PEPPER?: string;
  readonly PASSWORD_HASH?: string;
  readonly TURNSTILE_SITE_KEY?: string;
  readonly TURNSTILE_SECRET_KEY?: string;
  readonly BOOTSTRAP_SECRET?: string;
}

const MINIMUM_BOOTSTRAP_SECRET = 32;

/** Reads the settings, or says which of them are missing or unusable. There are no defaults for secrets. */
export function readConfig(source: ConfigSource): Config | { problems: string[] } {
  const problems: string[] = [];
  const publicUrl = normalUrl(source.PUBLIC_URL);
  if (publicUrl === undefined) problems.push("PUBLIC_URL is not an absolute http: or https: address.");
  const secrets = Keyring.parse(source.JWT_SECRET);
  const pepper = Keyring.parse(source.PASSWORD_PEPPER);
  const form = "must be id:base64 pairs, comma-separated, newest first, each of at least 32 bytes.";
  if (secrets === undefined) problems.push(`JWT_SECRET ${form}`);
  if (pepper === undefined) problems.push(`PASSWORD_PEPPER ${form}`);
  const passwordHash = PASSWORD_HASHES.find((name) => name === (source.PASSWORD_HASH || "argon2id"));
  if (passwordHash === undefined) problems.push(`PASSWORD_HASH is not one of ${PASSWORD_HASHES.join(", ")}.`);
  const bootstrapSecret = source.BOOTSTRAP_SECRET || undefined;
  if (bootstrapSecret !== undefined && bootstrapSecret.length < MINIMUM_BOOTSTRAP_SECRET) {
    problems.push(`BOOTSTRAP_SECRET must have at least ${MINIMUM_BOOTSTRAP_SECRET} characters.`);
  }
  const mail = publicUrl === undefined ? undefined : readMailConfig(source, publicUrl, problems);
  const turnstile = readTurnstile(source, problems);
  const complete = secrets !== undefined && pepper !== undefined && passwordHash !== undefined && mail !== undefined;
  if (!complete || publicUrl === undefined || problems.length > 0) return { problems };
  return { publicUrl, secrets, pepper, passwordHash, turnstile, bootstrapSecret, mail };
}

/**
 * Scheme and host in lower case, no default port, no slash at the end: as clients normalize the address too, so that the
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
  if (siteKey || secret) problems.push("TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY need each other.");
  return undefined;
}
