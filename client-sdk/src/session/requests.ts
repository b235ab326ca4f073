import { headersOf } from "../calls/credentials.ts";
import { httpTransport } from "../calls/http-transport.ts";
import type { Transport } from "../calls/transport.ts";
import { once } from "../client.ts";
import type { SessionOptions } from "./session.ts";

/** Makes calls with an access token, or without one with the page's own credentials. */
export type Requests = (token?: string, more?: RequestInit) => Transport;

/** Sends cookies in cookie mode only, and the key only without a token. */
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
