/** A service binding as a Worker finds it in `env`, whatever `wrangler types` knows of the other end. */
export interface ServiceBinding {
  readonly fetch: typeof globalThis.fetch;
}
