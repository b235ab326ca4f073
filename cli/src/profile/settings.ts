import { usageError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { ConfigFile, type Profile } from "./config-file.ts";

/** Options of every command that calls the service. */
export interface GlobalOptions {
  readonly profile?: string | undefined;
  readonly url?: string | undefined;
  readonly tenant?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Service, tenant and credentials of a command. */
export interface Settings {
  readonly profileName: string;
  readonly config: ConfigFile;
  /** The stored profile, if it is for this service. */
  readonly profile: Profile | undefined;
  readonly url: string | undefined;
  readonly tenant: string | undefined;
  /** An API key; it replaces a stored session. */
  readonly key: string | undefined;
}

export const DEFAULT_PROFILE = "default";

/**
 * Options count first, then the environment, then the profile. Credentials of a profile are never sent to another URL than the one that
 * they were stored for.
 */
export function settingsOf(options: GlobalOptions, io: Io): Settings {
  const { env } = io;
  const config = new ConfigFile(io);
  const profileName = options.profile || env.CF_AUTH_PROFILE || DEFAULT_PROFILE;
  const stored = config.profile(profileName);
  const url = (options.url || env.CF_AUTH_URL || stored?.url)?.replace(/\/+$/, "");
  const profile = stored !== undefined && url === stored.url ? stored : undefined;
  const key = env.CF_AUTH_KEY || profile?.key;
  const tenant = options.tenant || env.CF_AUTH_TENANT || profile?.tenant;
  return { profileName, config, profile, url, tenant, key };
}

/** Throws if no service is chosen. */
export function urlOrThrow({ url }: Settings): string {
  if (url !== undefined) return url;
  throw usageError("No service is chosen.", "Run `cf-auth login --url https://auth.example.com`, or set CF_AUTH_URL.");
}
