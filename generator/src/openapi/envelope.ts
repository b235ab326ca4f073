import type { Contract } from "../contract.ts";

/** Headers of a request that every procedure has. */
export const parameters = {
  Tenant: {
    name: "x-tenant-id",
    in: "header",
    description: "The tenant's id or slug, where neither key nor token nor host says which is meant.",
    schema: { type: "string" },
  },
  Client: {
    name: "x-cf-auth-client",
    in: "header",
    description:
      "The SDK's version and the hash of the contract that it was made from. What cannot be read is ignored.",
    schema: { type: "string" },
    example: "0.1.0+0123456789abcdef",
  },
  IdempotencyKey: {
    name: "idempotency-key",
    in: "header",
    description: "The same for each repetition of one call, and for no other call: then it is done once.",
    schema: { type: "string" },
  },
};

/** Headers of an answer. */
export const headers = {
  Warning: {
    description: "That the client is too old for the service, or newer than it, and what to do.",
    schema: { type: "string" },
  },
};

/** What a client that does not go together with the service is told. */
export const warning = { "x-cf-auth-warning": { $ref: "#/components/headers/Warning" } };

export const responses = {
  Failure: {
    description: "It failed, and nothing was changed unless `details` says so.",
    headers: {
      "retry-after": { description: "Seconds to wait.", schema: { type: "integer" } },
      "x-request-id": { description: "What to tell the operators.", schema: { type: "string" } },
      ...warning,
    },
    content: { "application/json": { schema: { $ref: "#/components/schemas/Failure" } } },
  },
};

export const securitySchemes = {
  apiKey: {
    type: "apiKey",
    name: "x-api-key",
    in: "header",
    description: "An API key of a tenant: publishable, secret or restricted.",
  },
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a user or a platform admin; an API key is taken there too.",
  },
};

/** What a call has to bring: any one of these. */
export function securityOf(caller: readonly string[]): Readonly<Record<string, readonly string[]>>[] {
  const has = (...kinds: string[]) => kinds.some((kind) => caller.includes(kind));
  return [
    ...(has("publishable", "secret") ? [{ apiKey: [] }] : []),
    ...(has("user", "admin") || has("publishable", "secret") ? [{ bearer: [] }] : []),
    ...(has("anonymous") ? [{}] : []),
  ];
}

/** What calls are wrapped in. */
export function wireSchemas({ errors }: Pick<Contract, "errors">) {
  const failure = {
    type: "object",
    properties: {
      code: { type: "string", description: "Stable; branch on this.", examples: Object.keys(errors) },
      httpStatus: { type: "integer" },
      action: { type: "string", description: "What to do next." },
      retryable: { type: "boolean", description: "Whether the same call may succeed later, unchanged." },
      requestId: { type: "string", description: "What to tell the operators." },
      details: { type: "object", description: "More, depending on the code.", additionalProperties: true },
    },
    required: ["code", "httpStatus", "action", "retryable", "requestId", "details"],
  };
  const said = {
    type: "object",
    properties: {
      message: { type: "string" },
      data: { $ref: "#/components/schemas/FailureData" },
      code: { type: "integer", description: "JSON-RPC's; only of procedures." },
    },
    required: ["message", "data"],
  };
  return {
    Meta: {
      type: "object",
      description: "superjson's: which texts are times. Ignore it: each is RFC 3339, as its schema says.",
      properties: { values: { description: 'A tree of paths with `["Date"]` at each.' }, v: { type: "integer" } },
    },
    FailureData: failure,
    Failure: {
      type: "object",
      properties: { error: { type: "object", properties: { json: said }, required: ["json"] } },
      required: ["error"],
    },
  };
}
