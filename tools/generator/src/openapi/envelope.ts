import type { Contract } from "../contract.ts";

/** Headers of a request that every procedure has. */
export const parameters = {
  Tenant: {
    name: "x-tenant-id",
    in: "header",
    description: "The tenant's id or slug, if key, token and host don't name it.",
    schema: { type: "string" },
  },
  Client: {
    name: "x-cf-auth-client",
    in: "header",
    description: "The SDK's version and the hash of its contract. Invalid values are ignored.",
    schema: { type: "string" },
    example: "0.2.0+0123456789abcdef",
  },
  IdempotencyKey: {
    name: "idempotency-key",
    in: "header",
    description: "A unique key per change, the same for each repeat: the change is made once.",
    schema: { type: "string" },
  },
};

/** Headers of a response. */
export const headers = {
  Warning: {
    description: "Warning that the client is older or newer than the service, and the next step.",
    schema: { type: "string" },
  },
};

/** The warning for a client that is incompatible with the service. */
export const warning = { "x-cf-auth-warning": { $ref: "#/components/headers/Warning" } };

export const responses = {
  Failure: {
    description: "The call failed. Nothing was changed unless `details` says so.",
    headers: {
      "retry-after": { description: "Seconds to wait.", schema: { type: "integer" } },
      "x-request-id": { description: "Id of the request; report it to the operators.", schema: { type: "string" } },
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
    description: "An API key of a tenant (publishable, secret or restricted), or a platform key.",
  },
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a user or a platform admin, or an API key.",
  },
};

/** The accepted kinds of credentials. */
export function securityOf(caller: readonly string[]): Readonly<Record<string, readonly string[]>>[] {
  const has = (...kinds: string[]) => kinds.some((kind) => caller.includes(kind));
  return [
    ...(has("publishable", "secret", "platformKey") ? [{ apiKey: [] }] : []),
    ...(has("user", "admin", "publishable", "secret", "platformKey") ? [{ bearer: [] }] : []),
    ...(has("anonymous") ? [{}] : []),
  ];
}

/** Schemas of the envelope around requests and responses. */
export function wireSchemas({ errors }: Pick<Contract, "errors">) {
  const failure = {
    type: "object",
    properties: {
      code: { type: "string", description: "Stable error code; branch on it.", examples: Object.keys(errors) },
      httpStatus: { type: "integer" },
      action: { type: "string", description: "The next step." },
      retryable: { type: "boolean", description: "Whether the same call may succeed later." },
      requestId: { type: "string", description: "Id of the request; report it to the operators." },
      details: { type: "object", description: "Details that depend on the code.", additionalProperties: true },
    },
    required: ["code", "httpStatus", "action", "retryable", "requestId", "details"],
  };
  const error = {
    type: "object",
    properties: {
      message: { type: "string" },
      data: { $ref: "#/components/schemas/FailureData" },
      code: { type: "integer", description: "JSON-RPC error number; procedures only." },
    },
    required: ["message", "data"],
  };
  return {
    Meta: {
      type: "object",
      description: "superjson's list of times. Ignore it: each time is RFC 3339, as its schema says.",
      properties: { values: { description: 'A tree of paths with `["Date"]` at each.' }, v: { type: "integer" } },
    },
    FailureData: failure,
    Failure: {
      type: "object",
      properties: { error: { type: "object", properties: { json: error }, required: ["json"] } },
      required: ["error"],
    },
  };
}
