// Generated from the router by `npm run generate`. Do not edit.

/** What is handed out as it is, by path. */
export const SERVED: Readonly<
  Record<string, { type: string; etag: string; policy: string; text: () => Promise<string> }>
> = {
  "/openapi.json": {
    type: "application/json",
    etag: "\"L7SetJ7n6edZtvfO2LDfqa\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./openapi.txt")).default,
  },
  "/reference": {
    type: "text/html; charset=utf-8",
    etag: "\"Uzs9jgr4I0vfOjxSeg8u6s\"",
    policy: "default-src 'none'; style-src 'sha256-le0CO+ft3jsgXGLh/TGhi7QpBMmp2AAQm07Tb2mE8yo='; script-src 'sha256-82Ev2CtV3gqBrmxrI2U1BD48aSoGh83zbJHXgIN83Ko='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    text: async () => (await import("./reference.html")).default,
  },
  "/llms.txt": {
    type: "text/plain; charset=utf-8",
    etag: "\"E2cuH8CdE3okiWA1f9Z6sk\"",
    policy: "default-src 'none'; frame-ancestors 'none'",
    text: async () => (await import("./llms.txt")).default,
  },
};
