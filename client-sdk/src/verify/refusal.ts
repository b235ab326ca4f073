import { CfAuthError, type ErrorCode } from "../calls/error.ts";

const ELSEWHERE = "Sign in again; if every token ends so, compare the verifier's url and tenant with the token's iss.";

/** What to say, and what to do about it. */
const WORDS = {
  token_malformed: ["This is no access token.", "Send the access token exactly as it was issued."],
  token_invalid: ["This is no access token of the tenant, or it was altered.", ELSEWHERE],
  token_expired: ["The access token has expired.", "Refresh it with the refresh token, or sign in again."],
  token_not_yet_valid: ["The access token is from the future.", "Set the clock of the machine that verifies."],
  token_key_unknown: ["The tenant has no key by the name that the token gives.", ELSEWHERE],
  keys_unavailable: ["The tenant's keys could not be read.", "Try again; check the url and the network."],
  factor_required: ["This needs more than the user has shown to sign in.", "Sign in with details.missing, too."],
  reauthentication_required: [
    "This needs a sign-in that is more recent.",
    "Have the user sign in again with what details.missing names; a refresh is not enough.",
  ],
  invalid_input: ["The options are not right.", "Correct what details.problem says."],
} as const satisfies { readonly [Code in ErrorCode]?: readonly [message: string, action: string] };

/** An error of this subpath. Only a lack of keys may pass by itself. */
export function refusal(
  code: keyof typeof WORDS,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): CfAuthError {
  const [message, action] = WORDS[code];
  return new CfAuthError({ code, message, action, retryable: code === "keys_unavailable", details, cause });
}
