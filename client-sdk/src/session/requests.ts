import { headersOf } from "../calls/credentials.ts";
import { httpTransport } from "../calls/http-transport.ts";
import type { Transport } from "../calls/transport.ts";
import { once } from "../client.ts";
import type { SessionOptions } from "./session.ts";

/** Makes calls as the user of an access token; without one, as the page. */
export type Requests = (token?: string, more?: RequestInit) => Transport;

/** Cookies go along in cookie mode and in no other. The key does not go beside a token, which says more. */
export function requestsOf({ url, key, tenant, headers, mode, onWarning, ...options }: SessionOptions): Requests {
  const { fetch = globalThis.fetch } = options;
  const credentials = mode === "cookie" ? "include" : "omit";
  const warn = once(onWarning ?? ((warning) => console.warn(warning)));
  return (token, more) =>
    httpTransport({
      url,
      fetch: (input, init) => fetch(input, { ...init, ...more, credentials }),
      onWarning: warn,
      headers: async () => ({ ...headers, ...(await headersOf(token ? { token } : { key, tenant })) }),
    });
}
