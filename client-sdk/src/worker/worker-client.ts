import { type ClientOptions, createClient } from "../client.ts";
import type { TypedClient } from "../permissions/typed-client.ts";
import type { ServiceBinding } from "./binding.ts";

export interface WorkerClientOptions extends Omit<ClientOptions, "fetch"> {
  /** The service binding to cf-auth. `url` still says which of the service's addresses is meant; nothing resolves it. */
  readonly binding: ServiceBinding;
}

/**
 * A client for a Worker of the same account: its requests go through a service binding, and never over a network.
 * `createRpcClient` does without requests, too.
 *
 * @example
 * // wrangler.jsonc: "services": [{ "binding": "CF_AUTH", "service": "cf-auth" }]
 * const cfauth = createWorkerClient({ binding: env.CF_AUTH, url: env.CF_AUTH_URL, key: env.CF_AUTH_KEY });
 */
export function createWorkerClient<Model = unknown>({ binding, ...options }: WorkerClientOptions): TypedClient<Model> {
  return createClient<Model>({ ...options, fetch: (input, init) => binding.fetch(input, init) });
}
