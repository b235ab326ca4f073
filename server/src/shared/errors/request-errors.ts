import type { ErrorDefinition } from "./error-definition.ts";

/** Errors of a request itself, and of a change that its client repeats. */
export const REQUEST_ERRORS = {
  // The request itself.
  invalid_input: {
    status: 400,
    message: "The input does not have the shape this procedure takes.",
    action: "Correct the fields named in details.issues.",
  },
  invalid_json: {
    status: 400,
    message: "The request body is not valid JSON of the form this API takes.",
    action: "Send a JSON body, or use the client SDK.",
  },
  unknown_procedure: {
    status: 404,
    message: "There is no procedure at this path.",
    action: "Check the path against the API reference; the SDK has a method for each procedure.",
  },
  method_not_allowed: {
    status: 405,
    message: "This procedure does not answer to this HTTP method.",
    action: "Use POST.",
  },
  websocket_required: {
    status: 400,
    message: "This address opens a WebSocket.",
    action: "Connect with a WebSocket client.",
  },
  unsupported_media_type: {
    status: 415,
    message: "This content type is not taken.",
    action: "Send application/json.",
  },
  body_too_large: {
    status: 413,
    message: "The request body is too large.",
    action:
      "Split the request into parts of at most details.maximumBytes, or put large graphs into R2 and reload them.",
  },
  batch_too_large: {
    status: 413,
    message: "The batch has more calls or checks than are taken at once.",
    action: "Split it into smaller batches.",
  },
  rate_limited: {
    status: 429,
    message: "Too many calls in a short time.",
    action: "Wait for the time in details.retryAfterSeconds, then try again.",
    retryable: true,
  },
  busy: {
    status: 503,
    message: "Too many passwords are being checked at once.",
    action: "Wait for the time in details.retryAfterSeconds, then try again.",
    retryable: true,
  },
  // A change that its client repeats.
  idempotency_key_invalid: {
    status: 400,
    message: "The idempotency key is not 16 to 200 visible ASCII characters.",
    action: 'Send a random text for each change, such as a UUID, without " and \\ in it; the SDK does so by itself.',
  },
  idempotency_batch: {
    status: 400,
    message: "The batch has an idempotency key and several calls, one of them a change.",
    action: "Send each change that has a key in a request of its own.",
  },
  idempotency_key_reused: {
    status: 422,
    message: "The idempotency key was used before, with another input or by another browser; nothing was changed.",
    action: "Use a new key for each change, and repeat a call with the input that it had.",
  },
  idempotency_in_progress: {
    status: 409,
    message: "The call was made before with this idempotency key, and is still running.",
    action: "Wait for the time in details.retryAfterSeconds, then repeat it with the same key.",
    retryable: true,
  },
  idempotency_outcome_unknown: {
    status: 409,
    message: "The call was made before with this idempotency key and was cut off; it is not made again.",
    action: "Look whether it has changed anything before you use another key; details.requestId is the first call's.",
  },
  idempotency_answer_too_large: {
    status: 409,
    message: "The call was made before with this idempotency key, and its answer was too large to be kept.",
    action:
      "Look at what it has changed; for the answer alone, call with another key. details.requestId is the first call's.",
  },
  internal: {
    status: 500,
    message: "Something went wrong on our side.",
    action: "Try again; if it stays, report the request id to the platform's operators.",
    retryable: true,
  },
  misconfigured: {
    status: 503,
    message: "The service lacks a setting it cannot run without.",
    action: "The operators find the missing setting in the Worker's log.",
  },
} as const satisfies Record<string, ErrorDefinition>;
