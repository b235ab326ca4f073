import type { Contract } from "./contract.ts";

/** The page of all errors. */
export function emitErrorPage(contract: Contract): string {
  const rows = Object.entries(contract.errors).map(([code, { status, message, action, retryable }]) => {
    const retry = retryable ? " Retryable." : "";
    return `| \`${code}\` | ${status} | ${message} | ${action}${retry} |`;
  });
  return [
    "<!-- Generated from the server's catalogue by `npm run generate`. Do not edit. -->",
    "",
    "# Errors",
    "",
    "Every error has a stable `code`, an HTTP `status`, a `message`, the next step as `action`, and the `requestId`. Some have",
    "`details`. The SDK throws every error as `CfAuthError`. A retryable error may succeed with the same request later.",
    "",
    "The SDK adds codes of its own:",
    "",
    "| code | thrown when |",
    "|---|---|",
    "| `network` | The service could not be reached. |",
    "| `timeout` | No response came within `timeoutSeconds`. |",
    "| `aborted` | The call's `AbortSignal` was aborted. |",
    "| `bad_response` | The response came from something else than cf-auth, or was cut off. |",
    "| `no_websocket` | The platform has no WebSocket to follow events with. |",
    "| `invalid_input` without `requestId` | The `url` is invalid, or a value has no JSON form. No request is sent. |",
    "| `token_not_yet_valid`, `token_key_not_found`, `keys_unavailable` | [Offline verification](verify.md) of a token fails. |",
    "| `webhook_invalid`, `webhook_expired` | [`verifyWebhook`](webhooks.md) refuses a request. |",
    "| `redirect_failed` | A [redirect sign-in](hosted-pages.md) was canceled, or its answer is not to this tab. |",
    "| `permission_denied`, `check_failed` | [`requirePermission`](verify.md) refuses a request. |",
    "",
    "The service's codes:",
    "",
    "| code | status | message | action |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
