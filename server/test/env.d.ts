/** Bindings that vitest.config.ts adds to the Worker's. */
declare namespace Cloudflare {
  interface Env {
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    BOOTSTRAP_SECRET: string;
  }
}

/** A file as text. */
declare module "*?raw" {
  const text: string;
  export default text;
}
