import { CfAuthError } from "../calls/error.ts";

/** Message and action of each code. */
const MESSAGES = {
  webhook_invalid: [
    "The request isn't signed by one of the secrets.",
    "Respond with 400. Pass the raw body, all headers, and the secret of this webhook.",
  ],
  webhook_expired: ["The request was signed too long ago.", "Respond with 400. Set this machine's clock."],
  invalid_input: ["An option is invalid.", "Correct the option in details.problem."],
} as const;

export function webhookError(code: keyof typeof MESSAGES, details: Readonly<Record<string, unknown>>): CfAuthError {
  const [message, action] = MESSAGES[code];
  return new CfAuthError({ code, message, action, retryable: false, details });
}
