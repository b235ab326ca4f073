import { usageError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { findProject, type Project } from "../project/project-file.ts";
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
  /** Whether CF_AUTH_KEY is left out, because only `cf-auth.json` names the URL: it could be another author's. */
  readonly withholdsKey: boolean;
}

/** The files that settings come from. `doctor` leaves out those that can't be read. */
export interface SettingsFiles {
  readonly stored: Profile | undefined;
  readonly project: Project | undefined;
}

export const DEFAULT_PROFILE = "default";

/** Settings of a command, from its options, the environment, `cf-auth.json` and the profile. */
export function settingsOf(options: GlobalOptions, io: Io): Settings {
  const stored = new ConfigFile(io).profile(profileNameOf(options, io));
  return settingsFrom({ stored, project: findProject(io.cwd) }, options, io);
}

export function profileNameOf(options: GlobalOptions, { env }: Io): string {
  return options.profile || env.CF_AUTH_PROFILE || DEFAULT_PROFILE;
}

/**
 * Options count first, then the environment, then a profile that one of these names, then `cf-auth.json`, then the default
 * profile. Credentials of a profile are never sent to another URL than the one that they were stored for, and CF_AUTH_KEY
 * never to one that only `cf-auth.json` names.
 */
export function settingsFrom({ stored, project }: SettingsFiles, options: GlobalOptions, io: Io): Settings {
  const { env } = io;
  const isNamed = Boolean(options.profile || env.CF_AUTH_PROFILE);
  const ordered = isNamed ? [stored, project] : [project, stored];
  const chosen = options.url || env.CF_AUTH_URL || ordered.find((file) => file?.url)?.url;
  const url = chosen?.replace(/\/+$/, "");
  const profile = stored !== undefined && url === stored.url ? stored : undefined;
  const isOfProject = project !== undefined && (project.url ?? url) === url;
  const isChosen = Boolean(options.url || env.CF_AUTH_URL) || profile !== undefined;
  const withholdsKey = Boolean(env.CF_AUTH_KEY) && !isChosen && url !== undefined;
  const key = (withholdsKey ? undefined : env.CF_AUTH_KEY) || profile?.key;
  const tenants = [profile?.tenant, isOfProject ? project.tenant : undefined];
  const tenant = options.tenant || env.CF_AUTH_TENANT || (isNamed ? tenants : tenants.reverse()).find(Boolean);
  return {
    profileName: profileNameOf(options, io),
    config: new ConfigFile(io),
    profile,
    url,
    tenant,
    key,
    withholdsKey,
  };
}

/** Throws if no service is chosen. */
export function urlOrThrow({ url }: Settings): string {
  if (url !== undefined) return url;
  throw usageError(
    "No service is chosen.",
    "Run `cf-auth login --url https://auth.example.com`, or set CF_AUTH_URL, or run `cf-auth init`.",
  );
}
