import type { Contract } from "../contract.ts";

/**
 * Headers of a request, without examples: viewers would send them with each call that a reader tries. Schemas have other names, since generated clients put both
 * into one namespace.
 */
export const parameters = {
  TenantHeader: {
    name: "x-tenant-id",
    in: "header",
    description: "The tenant's id or slug, if key, token and host don't name it.",
    schema: { type: "string" },
  },
  ClientHeader: {
    name: "x-cf-auth-client",
    in: "header",
    description:
      "The SDK's version and the hash of its contract, such as 0.2.0+0123456789abcdef. Only the SDK sends it.",
    schema: { type: "string" },
  },
  IdempotencyKeyHeader: {
    name: "idempotency-key",
    in: "header",
    description: "A unique key per change, the same for each repeat: the change is made once.",
    schema: { type: "string", minLength: 16, maxLength: 200 },
  },
};

/** Headers of a response. */
export const headers = {
  Warning: {
    description: "Warning that the client is older or newer than the service, and the next step.",
    schema: { type: "string" },
  },
  RateLimit: {
    description: "Remainders of the limits of a plan or key (draft-ietf-httpapi-ratelimit-headers).",
    schema: { type: "string" },
  },
  RetryAfter: { description: "Seconds to wait.", schema: { type: "integer" } },
  RequestId: { description: "Id of the request; report it to the operators.", schema: { type: "string" } },
};

/** Headers of a successful response. */
export const responseHeaders = {
  "x-request-id": { $ref: "#/components/headers/RequestId" },
  ratelimit: { $ref: "#/components/headers/RateLimit" },
  "x-cf-auth-warning": { $ref: "#/components/headers/Warning" },
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

/** The schemas of error responses. */
export function wireSchemas({ errors }: Pick<Contract, "errors">) {
  return {
    Problem: {
      type: "object",
      description: "An error (RFC 9457).",
      properties: {
        type: { type: "string", format: "uri", description: "Identifies the kind of error." },
        title: { type: "string", description: "The same for each error with this code." },
        status: { type: "integer", description: "The HTTP status." },
        detail: { type: "string", description: "What happened this time." },
        code: { type: "string", description: "Stable error code; branch on it.", examples: Object.keys(errors) },
        action: { type: "string", description: "The next step." },
        docs: { type: "string", format: "uri", description: "The documentation of the error." },
        retryable: { type: "boolean", description: "Whether the same call may succeed later." },
        requestId: { type: "string", description: "Id of the request; report it to the operators." },
        details: { type: "object", description: "Details that depend on the code.", additionalProperties: true },
      },
      required: ["type", "title", "status", "detail", "code", "action", "docs", "retryable", "requestId", "details"],
    },
    OpenFgaError: {
      type: "object",
      description: "An error in OpenFGA's form.",
      properties: {
        code: { type: "string", description: "OpenFGA's error code.", examples: ["validation_error"] },
        message: { type: "string", description: "What was wrong, and the next step." },
      },
      required: ["code", "message"],
    },
  };
}
