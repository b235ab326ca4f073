// Generated from the router by `npm run generate`. Do not edit.

/** Static files by path. */
export const SERVED: Readonly<
  Record<string, { type: string; etag: string; policy: string; text: () => Promise<string> }>
> = {
  "/openapi.json": {
    type: "application/json",
    etag: "\"b3B2er1euX1A-B23QRyyx-\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./openapi.txt")).default,
  },
  "/reference": {
    type: "text/html; charset=utf-8",
    etag: "\"0yVdA4SlB9JiYAeTv1sEz5\"",
    policy: "default-src 'none'; script-src 'self' 'sha256-EWbPQd045+Y6s/cOasLjd2Z60RshayJA9Bm416LePMo='; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    text: async () => (await import("./reference.html")).default,
  },
  "/errors": {
    type: "text/html; charset=utf-8",
    etag: "\"AnwQY5N1NAu1lqlYWmzaHv\"",
    policy: "default-src 'none'; style-src 'sha256-lGi6OqW+cni8EtQzBs1DSALmne6gRaW7HESSWrCIzm8='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    text: async () => (await import("./errors.html")).default,
  },
  "/llms.txt": {
    type: "text/plain; charset=utf-8",
    etag: "\"NIoIBp7rwc0JEYedDfcWFJ\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./llms.txt")).default,
  },
};

/** Identifies the script of the reference's viewer, in its address. */
export const VIEWER_HASH = "dcb027152bf20bf2";
