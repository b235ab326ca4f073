import { CfAuthError, type ErrorCode } from "../calls/error.ts";

const FACTORS = "Sign in again with the factors in details.missing.";
const ELSEWHERE = "Sign in again, or check url and tenant.";

/** Message and action of each code. */
const MESSAGES = {
  token_malformed: ["This is not an access token.", "Send the whole token."],
  token_invalid: ["The token is another tenant's or altered.", ELSEWHERE],
  token_expired: ["The access token has expired.", "Refresh it, or sign in again."],
  token_not_yet_valid: ["The access token is not valid yet.", "Set this machine's clock."],
  token_key_not_found: ["The tenant has no key with the token's kid.", ELSEWHERE],
  keys_unavailable: ["The keys can't be fetched.", "Try again. Check url and the network."],
  factor_required: ["An additional factor is required.", FACTORS],
  reauthentication_required: ["A more recent sign-in is required.", FACTORS],
  invalid_input: ["An option is invalid.", "Correct the option in details.problem."],
} as const satisfies { readonly [Code in ErrorCode]?: readonly [message: string, action: string] };

/** An error of offline verification. Only `keys_unavailable` is retryable. */
export function verifyError(
  code: keyof typeof MESSAGES,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): CfAuthError {
  const [message, action] = MESSAGES[code];
  return new CfAuthError({ code, message, action, retryable: code === "keys_unavailable", details, cause });
}
