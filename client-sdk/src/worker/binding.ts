/** A service binding in a Worker's `env`, typed independently of `wrangler types`. */
export interface ServiceBinding {
  readonly fetch: typeof globalThis.fetch;
}
