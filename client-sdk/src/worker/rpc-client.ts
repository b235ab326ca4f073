import { type Credentials, headersOf } from "../calls/credentials.ts";
import { serviceUrl } from "../calls/service-url.ts";
import { type CallDefaults, clientOver, once } from "../client.ts";
import type { TypedClient } from "../permissions/typed-client.ts";
import type { ServiceBinding } from "./binding.ts";
import { rpcTransport } from "./rpc-transport.ts";

export interface RpcClientOptions extends CallDefaults, Credentials {
  /** The service binding to cf-auth's entrypoint `CfAuth`. */
  readonly entrypoint: ServiceBinding;
  /** What would be headers over HTTP. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Where the service is, for `events.follow`, which needs a WebSocket and so a network. */
  readonly url?: string | undefined;
  /** Told what the service says of a client that is too old for it, once; `console.warn` unless given. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * A client for a Worker of the same account that calls procedures directly, by Workers RPC: no request, no JSON. It is the
 * same client otherwise: the binding carries calls and gives no rights, so a key or a token is needed as ever.
 *
 * Calls come from no address. A key that is bound to addresses is refused, and what is counted by address counts for all
 * Workers of the account together.
 *
 * @example
 * // wrangler.jsonc: "services": [{ "binding": "CF_AUTH", "service": "cf-auth", "entrypoint": "CfAuth" }]
 * const cfauth = createRpcClient({ entrypoint: env.CF_AUTH, key: env.CF_AUTH_KEY });
 * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export function createRpcClient<Model = unknown>(options: RpcClientOptions): TypedClient<Model> {
  const { entrypoint, headers, onWarning = (warning) => console.warn(warning), url, ...rest } = options;
  const transport = rpcTransport({
    entrypoint,
    headers: async () => ({ ...headers, ...(await headersOf(rest)) }),
    onWarning: once(onWarning),
  });
  return clientOver(transport, { ...rest, ...(url !== undefined && { url: serviceUrl(url) }) });
}
