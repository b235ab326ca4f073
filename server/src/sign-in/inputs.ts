import * as z from "zod";
import { challengeInput, modeInput, passwordInput, refreshTokenInput, userOutput } from "../accounts/inputs.ts";
import { assertionJson, challengeTokenInput } from "./passkeys/schemas.ts";

/** Tokens of a session, in the output of every call that opens or continues one. */
export const tokensOutput = {
  accessToken: z.string().describe("A JSON Web Token (RFC 9068). Send it as Authorization: Bearer."),
  accessTokenExpiresAt: z.date(),
  refreshToken: z.string().describe("Refresh token, valid once. Empty in cookie mode, where the browser stores it."),
  refreshTokenExpiresAt: z.date().describe("Expiry time of the refresh token if it isn't used before."),
};

export const sessionOutput = z.object({ user: userOutput, ...tokensOutput });

export const signInTokenInput = z
  .string()
  .max(128)
  .default("")
  .describe("The signInToken of the error factor_required. Leave it out with a session.");

export const deviceTokenInput = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe("The deviceToken of a device that the user trusts, from auth.stepUp. In cookie mode the browser sends it.");

/** Input of `auth.stepUp`. */
export const stepUpInput = z.strictObject({
  signInToken: signInTokenInput,
  refreshToken: refreshTokenInput,
  method: z
    .enum(["password", "totp", "passkey", "backup_code", "email_code"])
    .optional()
    .describe("The factor that is shown. Leave it out after enrolling one in this sign-in."),
  code: z.string().min(1).max(64).optional().describe("The code, for totp, backup_code and email_code."),
  password: passwordInput.optional().describe("The user's password, for the method password."),
  challengeToken: challengeTokenInput
    .optional()
    .describe("The challengeToken of auth.passkeys.stepUp.start, for passkey."),
  passkey: assertionJson.optional().describe("The passkey's signature, as PublicKeyCredential.toJSON() gives it."),
  trustDevice: z
    .boolean()
    .default(false)
    .describe(
      "Whether the user trusts this device, so that its next sign-ins need no second factor. Needs two factors within the last 10 minutes.",
    ),
  challenge: challengeInput,
  mode: modeInput,
});
