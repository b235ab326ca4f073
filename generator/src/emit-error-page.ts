import type { Contract } from "./contract.ts";

/** The page of every error, for people. */
export function emitErrorPage(contract: Contract): string {
  const rows = Object.entries(contract.errors).map(([code, { status, message, action, retryable }]) => {
    const again = retryable ? " May be tried again unchanged." : "";
    return `| \`${code}\` | ${status} | ${message} | ${action}${again} |`;
  });
  return [
    "<!-- Generated from the server's catalogue by `npm run generate`. Do not edit. -->",
    "",
    "# Errors",
    "",
    "Every error has a stable `code`, its HTTP `status`, a `message`, the next step as `action`, and a `requestId` to tell",
    "the operators; `details` says more where there is more. The SDK throws all of them as `CfAuthError`, and besides them",
    "`network`, `timeout`, `aborted` and `bad_response` for answers that never came or came from something else, and",
    "`no_websocket` where there is none to follow events with. Who verifies tokens offline gets `token_not_yet_valid`,",
    "`token_key_not_found` and `keys_unavailable` too, and what its framework answers to its own callers may be",
    "`permission_denied` or `check_failed`; see [Verifying](verify.md). The SDK itself throws `invalid_input`, without a",
    "`requestId` and before any request, for a `url` that is no address and for values that JSON has no form for.",
    "",
    "| code | status | what it means | what to do |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
