// Generated from the router by `npm run generate`. Do not edit.

/** Static files by path. */
export const SERVED: Readonly<
  Record<string, { type: string; etag: string; policy: string; text: () => Promise<string> }>
> = {
  "/openapi.json": {
    type: "application/json",
    etag: "\"6pQtUzYs0BNJwQ4WbQiago\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./openapi.txt")).default,
  },
  "/reference": {
    type: "text/html; charset=utf-8",
    etag: "\"ULCf68MarloKZNp1O4M0AG\"",
    policy: "default-src 'none'; style-src 'sha256-LqHeeXH7x4KTHDz++/CpKpjOEDsgEwc/BIKmxUQ5Mds='; script-src 'sha256-3NClOESylMJ0WZ8Wqqp0Z1jYMEXiC74S8G8vOpkuTLg='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    text: async () => (await import("./reference.html")).default,
  },
  "/llms.txt": {
    type: "text/plain; charset=utf-8",
    etag: "\"2Mzd0reFiKCkaDU0P-P9gy\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./llms.txt")).default,
  },
};
