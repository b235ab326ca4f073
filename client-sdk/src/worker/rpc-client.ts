import { type Credentials, headersOf } from "../calls/credentials.ts";
import { serviceUrl } from "../calls/service-url.ts";
import { type CallDefaults, clientOver, once } from "../client.ts";
import type { TypedClient } from "../permissions/typed-client.ts";
import type { ServiceBinding } from "./binding.ts";
import { rpcTransport } from "./rpc-transport.ts";

/** Options of `createRpcClient`. */
export interface RpcClientOptions extends CallDefaults, Credentials {
  /** The service binding to cf-auth's entrypoint `CfAuth`. */
  readonly entrypoint: ServiceBinding;
  /** Additional headers of every call, as over HTTP. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** URL of the service. Needed for `events.follow` only, which opens a WebSocket. */
  readonly url?: string | undefined;
  /** Called once with the service's warning about an outdated client. Defaults to `console.warn`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * Creates a client for a Worker of the same account. It calls procedures by Workers RPC, without HTTP requests or JSON. The binding
 * grants no rights: calls need a key or a token as with any other client.
 *
 * Calls have no IP address. Keys with IP restrictions are refused, and limits per IP address count all Workers of the account together.
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
