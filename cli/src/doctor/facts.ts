import type { Tenant } from "@cf-auth/client";
import { CfAuthError } from "@cf-auth/client";
import { CliError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { ConfigFile } from "../profile/config-file.ts";
import { type Connection, connect } from "../profile/connection.ts";
import { type GlobalOptions, profileNameOf, type Settings, settingsFrom } from "../profile/settings.ts";
import { findProject, type Project } from "../project/project-file.ts";
import { errorOf } from "./error-of.ts";
import { type Probe, probe } from "./probe.ts";

/** Options of `cf-auth doctor`. */
export interface DoctorOptions extends GlobalOptions {
  /** Origin of a page that calls the service. */
  readonly origin?: string | undefined;
}

/** What the checks look at. Each request is made at its first use, and once. */
export interface Facts {
  readonly io: Io;
  readonly options: DoctorOptions;
  readonly settings: Settings;
  readonly project: Project | undefined;
  /** Why a file of settings can't be used. */
  readonly profileError: CliError | undefined;
  readonly projectError: CliError | undefined;
  /** The response to `system.health`; undefined without a usable URL. */
  readonly probe: () => Promise<Probe | undefined>;
  /** A connection with the credentials; undefined if the service is unavailable or nobody is signed in. */
  readonly connection: () => Promise<Connection | undefined>;
  /** The error of the first call with the credentials; undefined if the service accepts them. */
  readonly credentialError: () => Promise<CfAuthError | undefined>;
  /** The tenant of the calls, or the error that names it. Undefined if there is none, or the caller may not see it. */
  readonly tenant: () => Promise<Tenant | CfAuthError | undefined>;
}

/** Codes about the tenant that a call names, and not about its credentials. */
const TENANT_ERRORS: readonly string[] = ["tenant_not_found", "tenant_suspended", "tenant_deleted", "tenant_mismatch"];
/** Codes of callers that may not see their tenant, or name none. */
const HIDDEN_TENANT: readonly string[] = [
  "forbidden",
  "insufficient_scope",
  "insufficient_permission",
  "tenant_required",
];

export function factsOf(options: DoctorOptions, io: Io): Facts {
  const [stored, profileError] = attempt(() => new ConfigFile(io).profile(profileNameOf(options, io)));
  const [project, projectError] = attempt(() => findProject(io.cwd));
  const settings = settingsFrom({ stored, project }, options, io);
  const probed = once(async () => await probe(settings.url, io));
  const connection = once(async () => {
    const isSignedIn = settings.key !== undefined || settings.profile?.session !== undefined;
    if (!isSignedIn || (await probed())?.health === undefined) return undefined;
    // A warning about versions is a finding.
    return connect(settings, { ...io, err: () => {} });
  });
  const firstCall = once(async () => {
    const client = (await connection())?.client;
    if (client === undefined) return undefined;
    return await (settings.key === undefined ? client.auth.me() : client.tenants.get()).catch(errorOf);
  });
  const tenant = once(async () => {
    const first = await firstCall();
    const client = (await connection())?.client;
    const isAdmin = settings.key === undefined && settings.tenant !== undefined && !(first instanceof CfAuthError);
    const found = isAdmin ? await client?.tenants.get().catch(errorOf) : first;
    if (found === undefined || "user" in found) return undefined;
    return found instanceof CfAuthError && !TENANT_ERRORS.includes(found.code) ? undefined : found;
  });
  return {
    io,
    options,
    settings,
    project,
    profileError,
    projectError,
    probe: probed,
    connection,
    credentialError: async () => {
      const error = await firstCall();
      if (!(error instanceof CfAuthError)) return undefined;
      return [...TENANT_ERRORS, ...HIDDEN_TENANT].includes(error.code) ? undefined : error;
    },
    tenant,
  };
}

/** A result, or the expected failure instead. */
function attempt<T>(work: () => T): [result: T | undefined, error: CliError | undefined] {
  try {
    return [work(), undefined];
  } catch (error) {
    if (error instanceof CliError) return [undefined, error];
    throw error;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
