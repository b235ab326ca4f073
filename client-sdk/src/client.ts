import { batchingChecks } from "./calls/checks.ts";
import { type Credentials, headersOf, tenantOf } from "./calls/credentials.ts";
import { httpTransport } from "./calls/http-transport.ts";
import { methodsOver } from "./calls/methods.ts";
import { readYourWrites } from "./calls/read-your-writes.ts";
import { retrying } from "./calls/retry.ts";
import { serviceUrl } from "./calls/service-url.ts";
import type { Transport } from "./calls/transport.ts";
import { type FollowOptions, followEvents } from "./events/follow.ts";
import type { Procedures } from "./generated/procedures.ts";
import type { LiveEvent } from "./generated/types.ts";
import type { TypedClient } from "./permissions/typed-client.ts";

/** How a client behaves, whatever carries its calls. */
export interface CallDefaults {
  /** Seconds a call may take in all, with its repetitions; 10 unless told. */
  readonly timeoutSeconds?: number | undefined;
  /** How often a call is repeated at most that failed and may succeed unchanged; 2 unless told. */
  readonly maxRetries?: number | undefined;
  /** Whether checks that are made in the same tick go as one call; they do unless told. */
  readonly batchChecks?: boolean | undefined;
  /**
   * How new the graph has to be that answers questions that do not say so themselves: `exact` unless told. A question that
   * is answered `fast` never sees a graph that is older than what this client has written or seen.
   */
  readonly consistency?: "exact" | "fast" | undefined;
}

export interface ClientOptions extends CallDefaults, Credentials {
  /** Where the service is, such as `https://auth.example.com`. */
  readonly url: string;
  /** Headers to send with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What to make requests with; the platform's own `fetch` unless told. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Told what the service says of a client that is too old for it, once; `console.warn` unless given. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const DEFAULT_MAX_RETRIES = 2;

/** A client of the service: a method for each procedure, and what goes on between calls. */
export interface CfAuthClient extends Procedures {
  readonly events: Procedures["events"] & {
    /**
     * Follows the tenant's events as they happen: each comes once and in order, through lost connections too. For secret
     * and restricted keys on servers, and for the sessions of platform admins; it needs a WebSocket, as browsers and
     * Node 22 have one.
     *
     * Throws what will not pass by itself, such as `event_unknown`, `key_revoked` and `session_ended`.
     *
     * @example
     * for await (const event of cfauth.events.follow({ after: lastSeen, event: "auth." })) {
     *   if (event.alert) await tellSomebody(event);
     *   lastSeen = event.seq;
     * }
     */
    follow(options?: FollowOptions): AsyncGenerator<LiveEvent, void, undefined>;
  };
}

/**
 * Makes a client. It holds no connection and no timer, so there is nothing to close. With a model, such as
 * `createClient<typeof model>`, questions that the model cannot answer do not compile.
 *
 * @example
 * const cfauth = createClient({ url: "https://auth.example.com", key: process.env.CF_AUTH_KEY });
 * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export function createClient<Model = unknown>(options: ClientOptions): TypedClient<Model> {
  const url = serviceUrl(options.url);
  const transport = httpTransport({
    url,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onWarning: once(options.onWarning ?? ((warning) => console.warn(warning))),
    headers: async () => ({ ...options.headers, ...(await headersOf(options)) }),
  });
  return clientOver(transport, { ...options, url });
}

/** A client whose calls something else carries, one attempt at a time; without a `url` it cannot follow events. */
export function clientOver<Model>(
  transport: Transport,
  options: CallDefaults & Credentials & { readonly url?: string },
): TypedClient<Model> {
  const methods = proceduresOver(transport, options);
  const follow = (which?: FollowOptions) =>
    followEvents(options.url, (input, signal) => methods.events.ticket(input, { signal }), which);
  const client: CfAuthClient = { ...methods, events: { ...methods.events, follow } };
  // The methods are the same; a model only narrows what the compiler takes.
  return client as TypedClient<Model>;
}

/** The part of a client that makes calls and nothing else. */
export function proceduresOver(transport: Transport, options: CallDefaults & Credentials): Procedures {
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, maxRetries = DEFAULT_MAX_RETRIES } = options;
  const patient = retrying(transport, { timeoutSeconds, maxRetries });
  const reading = readYourWrites(patient, options.consistency, () => tenantOf(options));
  return methodsOver(options.batchChecks === false ? reading : batchingChecks(reading));
}

/** The first of several calls goes through. */
export function once<T>(work: (value: T) => void): (value: T) => void {
  let isDone = false;
  return (value) => {
    if (!isDone) work(value);
    isDone = true;
  };
}
