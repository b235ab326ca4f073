import { batchingChecks } from "./calls/checks.ts";
import { type Credentials, headersOf, tenantOf } from "./calls/credentials.ts";
import { httpTransport } from "./calls/http-transport.ts";
import { methodsOver } from "./calls/methods.ts";
import { readYourWrites } from "./calls/read-your-writes.ts";
import { retrying } from "./calls/retry.ts";
import { serviceUrl } from "./calls/service-url.ts";
import type { Transport } from "./calls/transport.ts";
import type { CfAuthClient } from "./client-interface.ts";
import { type FollowOptions, followEvents } from "./events/follow.ts";
import type { Procedures } from "./generated/procedures.ts";
import type { TypedClient } from "./permissions/typed-client.ts";

/** Timeouts, retries, batching and consistency of a client's calls. */
export interface CallDefaults {
  /** Timeout of a call in seconds, including its retries. Defaults to 10. */
  readonly timeoutSeconds?: number | undefined;
  /** Maximum number of retries after retryable errors. Defaults to 2; 0 disables retries. */
  readonly maxRetries?: number | undefined;
  /** Whether checks made in the same tick are sent as one `authz.batchCheck`. Defaults to `true`. */
  readonly batchChecks?: boolean | undefined;
  /**
   * Consistency of authorization queries that do not set their own. Defaults to `exact`. `fast` reads a copy that is never older
   * than this client's own writes and earlier results.
   */
  readonly consistency?: "exact" | "fast" | undefined;
}

/** Options of `createClient`. */
export interface ClientOptions extends CallDefaults, Credentials {
  /** URL of the service, such as `https://auth.example.com`. Throws `invalid_input` for any other than an http(s) URL. */
  readonly url: string;
  /** Additional headers of every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The `fetch` to send requests with. Defaults to the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Called once with the service's warning about an outdated client. Defaults to `console.warn`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const DEFAULT_MAX_RETRIES = 2;

/**
 * Creates a client. It holds no connection and no timer, so there is nothing to close.
 *
 * With a model, `createClient<typeof model>`, requests with unknown types, relations or conditions do not compile.
 *
 * @throws `CfAuthError`, with code `invalid_input` if `url` is not an http(s) URL.
 * @example
 * const cfauth = createClient({ url: "https://auth.example.com", key: process.env.CF_AUTH_KEY });
 * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export function createClient<Model = unknown>(options: ClientOptions): TypedClient<Model> {
  return clientOver(httpTransportOf(options), { ...options, url: serviceUrl(options.url) });
}

/** Sends each call with these options, once. Throws `invalid_input` for a URL that is not http(s). */
export function httpTransportOf(options: ClientOptions): Transport {
  return httpTransport({
    url: serviceUrl(options.url),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onWarning: once(options.onWarning ?? ((warning) => console.warn(warning))),
    headers: async () => ({ ...options.headers, ...(await headersOf(options)) }),
  });
}

/** A client over any transport that makes one attempt per call. Without a `url` it can't follow events. */
export function clientOver<Model>(
  transport: Transport,
  options: CallDefaults & Credentials & { readonly url?: string },
): TypedClient<Model> {
  const methods = proceduresOver(transport, options);
  const follow = (which?: FollowOptions) =>
    followEvents(options.url, (input, signal) => methods.events.ticket(input, { signal }), which);
  const client: CfAuthClient = { ...methods, events: { ...methods.events, follow } };
  // The methods are the same: a model only narrows the types.
  return client as TypedClient<Model>;
}

/** The methods of a client, without `events.follow`. */
export function proceduresOver(transport: Transport, options: CallDefaults & Credentials): Procedures {
  return methodsOver(transportOver(transport, options));
}

/** The transport with retries, timeouts, idempotency keys, reads of own writes and batched checks. */
export function transportOver(transport: Transport, options: CallDefaults & Credentials): Transport {
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, maxRetries = DEFAULT_MAX_RETRIES } = options;
  const retried = retrying(transport, { timeoutSeconds, maxRetries });
  const consistent = readYourWrites(retried, options.consistency, () => tenantOf(options));
  return options.batchChecks === false ? consistent : batchingChecks(consistent);
}

/** A function that runs only on its first call. */
export function once<T>(work: (value: T) => void): (value: T) => void {
  let isDone = false;
  return (value) => {
    if (!isDone) work(value);
    isDone = true;
  };
}
