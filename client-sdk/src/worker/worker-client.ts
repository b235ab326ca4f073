import { type ClientOptions, createClient } from "../client.ts";
import type { TypedClient } from "../permissions/typed-client.ts";
import type { ServiceBinding } from "./binding.ts";

/** Options of `createWorkerClient`. */
export interface WorkerClientOptions extends Omit<ClientOptions, "fetch"> {
  /** The service binding to cf-auth. `url` still selects the service's host; no DNS lookup happens. */
  readonly binding: ServiceBinding;
}

/**
 * Creates a client for a Worker of the same account. Its requests go through a service binding instead of the network.
 * `createRpcClient` also avoids HTTP requests.
 *
 * @example
 * // wrangler.jsonc: "services": [{ "binding": "CF_AUTH", "service": "cf-auth" }]
 * const cfauth = createWorkerClient({ binding: env.CF_AUTH, url: env.CF_AUTH_URL, key: env.CF_AUTH_KEY });
 */
export function createWorkerClient<Model = unknown>({ binding, ...options }: WorkerClientOptions): TypedClient<Model> {
  return createClient<Model>({ ...options, fetch: (input, init) => binding.fetch(input, init) });
}
