// Generated from the router by `npm run generate`. Do not edit.

/** Static files by path. */
export const SERVED: Readonly<
  Record<string, { type: string; etag: string; policy: string; text: () => Promise<string> }>
> = {
  "/openapi.json": {
    type: "application/json",
    etag: "\"_whnOPcEW1FlLQF4mi_ND7\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./openapi.txt")).default,
  },
  "/reference": {
    type: "text/html; charset=utf-8",
    etag: "\"X1ttra2Ed4iCydyVRAFj8z\"",
    policy: "default-src 'none'; style-src 'sha256-LqHeeXH7x4KTHDz++/CpKpjOEDsgEwc/BIKmxUQ5Mds='; script-src 'sha256-3NClOESylMJ0WZ8Wqqp0Z1jYMEXiC74S8G8vOpkuTLg='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    text: async () => (await import("./reference.html")).default,
  },
  "/errors": {
    type: "text/html; charset=utf-8",
    etag: "\"z-dDSrjZMmNo68dc5Z4T19\"",
    policy: "default-src 'none'; style-src 'sha256-lGi6OqW+cni8EtQzBs1DSALmne6gRaW7HESSWrCIzm8='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    text: async () => (await import("./errors.html")).default,
  },
  "/llms.txt": {
    type: "text/plain; charset=utf-8",
    etag: "\"hXqNaDA714ZyiWEYviOAHz\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./llms.txt")).default,
  },
};
