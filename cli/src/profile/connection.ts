import { type CfAuthClient, CfAuthError, createClient } from "@cf-auth/client";
import { createSession } from "@cf-auth/client/browser";
import { type CliError, notSignedIn, usageError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { sessionStorage } from "./session-storage.ts";
import { type Settings, urlOrThrow } from "./settings.ts";

/** Options of one call. */
export interface CallOptions {
  readonly idempotencyKey?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** A client of the chosen service, with the credentials of the user. */
export interface Connection {
  readonly url: string;
  readonly client: CfAuthClient;
  /** Calls a procedure by its path. */
  call(path: string, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Headers with the credentials, for the routes that aren't procedures. */
  headers(): Promise<Record<string, string>>;
}

/** Whether the session is sent. Procedures for anonymous callers need none, and succeed also after it has ended. */
export type Access = "signed-in" | "anonymous";

const WARNING_PREFIX = "warning: ";

/** Connects with a key, or else with the session of the profile. Throws `not_signed_in` if there is neither. */
export function connect(settings: Settings, io: Io, access: Access = "signed-in"): Connection {
  const url = urlOrThrow(settings);
  const { key, profile } = settings;
  const isAnonymous = access === "anonymous";
  if (settings.withholdsKey && !isAnonymous) throw keyWithheld(url);
  const tenant = settings.tenant ?? (isAnonymous && key === undefined ? profile?.session?.tenant : undefined);
  const token = key === undefined && !isAnonymous ? sessionToken(settings, io) : undefined;
  if (!isAnonymous && key === undefined && token === undefined) {
    throw notSignedIn(`Nobody is signed in at ${url}.`);
  }
  const onWarning = (warning: string) => io.err(`${WARNING_PREFIX}${warning}\n`);
  const client = createClient({ url, key, token, tenant, fetch: io.fetch, onWarning });
  return {
    url,
    client,
    call: async (path, input, options) => await callByPath(client, path, input, { ...options, signal: io.signal }),
    headers: async () => ({
      authorization: `Bearer ${key ?? (await token?.())}`,
      ...(tenant !== undefined && { "x-tenant-id": tenant }),
    }),
  };
}

function keyWithheld(url: string): CliError {
  return usageError(
    `CF_AUTH_KEY isn't sent to ${url}, because only cf-auth.json names this URL.`,
    `If you trust it, set CF_AUTH_URL=${url} beside the key.`,
  );
}

/** A function that returns the current access token of the profile's session, if it has one. */
function sessionToken(settings: Settings, io: Io): (() => Promise<string>) | undefined {
  const { profile } = settings;
  if (profile?.session === undefined) return undefined;
  const { tenant } = profile.session;
  const storage = sessionStorage(settings);
  const session = createSession({ url: profile.url, tenant, storage, fetch: io.fetch, onWarning: () => {} });
  return async () => {
    const token = await session.accessToken();
    if (token !== undefined) return token;
    throw new CfAuthError({
      code: "session_ended",
      message: "The sign-in has expired or was ended.",
      action: "The command was not sent.",
      retryable: false,
    });
  };
}

async function callByPath(client: CfAuthClient, path: string, input: unknown, options: object): Promise<unknown> {
  const method = path.split(".").reduce((part: unknown, name) => Object(part)[name], client);
  if (typeof method !== "function") throw new Error(`The SDK has no method ${path}.`);
  // Methods without input take their options first.
  return await (input === undefined ? method(options) : method(input, options));
}
