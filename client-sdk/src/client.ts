import type { CallOptions } from "./calls/call-options.ts";
import { httpTransport, type Transport } from "./calls/transport.ts";
import { type FollowOptions, followEvents } from "./events/follow.ts";
import { PROCEDURES, type Procedures } from "./generated/procedures.ts";
import type { LiveEvent } from "./generated/types.ts";

export interface ClientOptions {
  /** Where the service is, such as `https://auth.example.com`. */
  readonly url: string;
  /** An API key of the tenant. A secret key belongs on servers only. */
  readonly key?: string | undefined;
  /** The access token of a signed-in user, or a function that gives the present one. */
  readonly token?: string | (() => string | undefined) | undefined;
  /** The tenant's id or slug, where neither key nor token says which tenant is meant. */
  readonly tenant?: string | undefined;
  /** Seconds a call may take in all; 10 unless told. */
  readonly timeoutSeconds?: number | undefined;
  /** Headers to send with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What to make requests with; the platform's own `fetch` unless told. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 10;

/** A client of the service: a method for each procedure, and what goes on between calls. */
export interface Client extends Procedures {
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
 * Makes a client. It holds no connection and no timer, so there is nothing to close.
 *
 * @example
 * const cfauth = createClient({ url: "https://auth.example.com", key: process.env.CF_AUTH_KEY });
 * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export function createClient(options: ClientOptions): Client {
  const { key, token, tenant, timeoutSeconds, headers } = options;
  const url = options.url.replace(/\/+$/, "");
  const methods = methodsOver(
    httpTransport({
      url,
      timeoutSeconds: timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      headers: () => {
        const bearer = typeof token === "function" ? token() : token;
        return {
          ...headers,
          ...(key && { "x-api-key": key }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...(tenant && { "x-tenant-id": tenant }),
        };
      },
    }),
  );
  const follow = (which?: FollowOptions) =>
    followEvents(url, (input, signal) => methods.events.ticket(input, { signal }), which);
  return { ...methods, events: { ...methods.events, follow } };
}

type Methods = { [name: string]: Methods | ((...values: unknown[]) => Promise<unknown>) };

/** `authz.graph.import` becomes `client.authz.graph.import(input, options)`. */
function methodsOver(transport: Transport): Procedures {
  const root: Methods = {};
  for (const [path, { type, input: takesInput }] of Object.entries(PROCEDURES)) {
    const parts = path.split(".");
    const name = parts.pop() ?? path;
    let family = root;
    for (const part of parts) {
      const next = family[part];
      const made = typeof next === "object" ? next : {};
      family[part] = made;
      family = made;
    }
    family[name] = (...values) => {
      // Where every field may be left out, so may the input; the service takes an object all the same.
      const [input = takesInput ? {} : undefined, options] = takesInput ? values : [undefined, values[0]];
      // The generated interface is what callers see, and it passes options last.
      return transport.call(type, path, input, options as CallOptions | undefined);
    };
  }
  // Made from the same list as the interface.
  return root as unknown as Procedures;
}
