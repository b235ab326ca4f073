import type { ErrorDefinition } from "./error-definition.ts";

/** Errors of the request itself and of idempotency keys. */
export const REQUEST_ERRORS = {
  // The request itself.
  invalid_input: {
    status: 400,
    message: "The input is invalid: a field is missing, unknown or has an invalid value.",
    action: "Correct the fields that details.issues lists, then send the request again.",
  },
  invalid_json: {
    status: 400,
    message: "The request body is not valid JSON in the form this API accepts.",
    action: 'Send a JSON body such as {"json": {}}, or use the client SDK.',
  },
  procedure_not_found: {
    status: 404,
    message: "No procedure exists at this path.",
    action: "Check the path against the API reference at /reference; the SDK has one method per procedure.",
  },
  method_not_allowed: {
    status: 405,
    message: "This path doesn't accept this HTTP method.",
    action: "Use POST for procedures, and the method in the API reference for other paths.",
  },
  websocket_required: {
    status: 400,
    message: "This path accepts WebSocket connections only.",
    action: "Connect with a WebSocket client, which sends the header Upgrade: websocket.",
  },
  unsupported_media_type: {
    status: 415,
    message: "The content type of the request is not supported.",
    action: "Send the header content-type: application/json.",
  },
  body_too_large: {
    status: 413,
    message: "The request body is too large.",
    action:
      "Split the request into parts of at most details.maxBytes bytes. Upload a large graph with PUT /authz/graph.csv, then call authz.graph.reload.",
  },
  batch_too_large: {
    status: 413,
    message: "The batch has more items than one request may have.",
    action: "Split the batch into requests of at most details.max items.",
  },
  rate_limited: {
    status: 429,
    message: "Too many requests in a short time.",
    action: "Wait details.retryAfterSeconds seconds, then send the request again.",
    retryable: true,
  },
  busy: {
    status: 503,
    message: "The service is verifying too many passwords at the same time.",
    action: "Wait details.retryAfterSeconds seconds, then send the request again.",
    retryable: true,
  },
  // Idempotency keys.
  idempotency_key_invalid: {
    status: 400,
    message: "The idempotency key must have 16 to 200 visible ASCII characters.",
    action: 'Send a random key for each change, such as a UUID, without " and \\. The SDK creates keys itself.',
  },
  idempotency_batch_not_allowed: {
    status: 400,
    message: "An idempotency key can't be used for a batch that includes a change.",
    action: "Send each change that has an idempotency key as a request of its own.",
  },
  idempotency_key_reused: {
    status: 422,
    message: "The idempotency key was used before with another input or by another browser. Nothing was changed.",
    action: "Use a new key for each change; repeat a request with the same input as before.",
  },
  idempotency_key_in_use: {
    status: 409,
    message: "A request with this idempotency key is still running.",
    action: "Wait details.retryAfterSeconds seconds, then repeat the request with the same key.",
    retryable: true,
  },
  idempotency_outcome_unknown: {
    status: 409,
    message:
      "The first request with this idempotency key was interrupted, so its outcome is unknown. It was not run again.",
    action: "Check whether the change was made before you use a new key. details.requestId is the first request's id.",
  },
  idempotency_response_too_large: {
    status: 409,
    message: "The first request with this idempotency key succeeded, but its response was too large to store.",
    action: "Read what was changed, or send the request with a new key. details.requestId is the first request's id.",
  },
  internal_error: {
    status: 500,
    message: "An unexpected error occurred in the service.",
    action: "Try again in a minute. If the error persists, report the request id to the platform's operators.",
    retryable: true,
  },
  unavailable: {
    status: 503,
    message: "A component that the service depends on doesn't answer at the moment.",
    action:
      "Wait details.retryAfterSeconds seconds, then send the request again, a change with the same idempotency key as before.",
    retryable: true,
  },
  misconfigured: {
    status: 503,
    message: "The service is not configured: a required setting is missing or invalid.",
    action: "Correct the settings that the Worker's log lists, then deploy again.",
  },
} as const satisfies Record<string, ErrorDefinition>;
