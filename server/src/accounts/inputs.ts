import * as z from "zod";
import { MAX_PASSWORD_BYTES } from "../passwords/password-policy.ts";
import { email } from "../shared/inputs/formats.ts";
import { checked } from "../shared/inputs/input-check.ts";
import type { UserRow } from "../shared/rows.ts";
import { searchKey } from "../shared/tenant.ts";

export const emailInput = email.describe("The user's email. Case and Unicode form don't matter.");

export const passwordInput = checked(
  z.string().max(MAX_PASSWORD_BYTES),
  { maxBytes: MAX_PASSWORD_BYTES, wellFormed: true },
  `Use a password of well-formed text with at most ${MAX_PASSWORD_BYTES} bytes.`,
);

export const currentPasswordInput = passwordInput.describe(
  "The user's current password. A wrong password counts as a failed sign-in.",
);

export const reauthenticationInput = currentPasswordInput
  .optional()
  .describe("The user's current password. Not needed within 5 minutes of a sign-in or auth.stepUp.");

export const registrationTokenInput = z
  .string()
  .max(64)
  .default("")
  .describe("The registrationToken of auth.register, if this client registered the user.");

export const resetTokenOutput = z
  .string()
  .nullable()
  .describe(
    "Set if the password was removed because this client didn't prove that it chose it: a token for auth.password.reset.",
  );

const nameText = checked(
  z.string().min(1).max(200),
  { wellFormed: true, noControls: true },
  "Use a name without control characters.",
);

export const nameInput = checked(nameText, { notBlank: true }, "Use a name that has more than spaces.");

/** Token of a link. Any text is accepted here, so that an unknown token gets the same error as a used one. */
export const tokenInput = z.string().min(1).max(256).describe("The `token` parameter of the link in the email.");

export const codeInput = z.string().min(1).max(32).describe("The digits of the code in the email.");

/** Output of procedures that must not reveal whether a user exists. */
export const acceptedOutput = z.object({
  accepted: z.literal(true).describe("Always true, whether or not such a user exists."),
});
export const ACCEPTED = { accepted: true } as const;

export const challengeInput = z
  .strictObject({
    token: z.string().min(1).max(2048).describe("Token of the solved challenge, valid for one attempt."),
  })
  .optional()
  .describe("The solved challenge. Required after the error `challenge_required`.");

export const refreshTokenInput = z
  .string()
  .max(256)
  .default("")
  .describe("The refresh token. Leave it out in cookie mode, where the browser sends it.");

export const modeInput = z
  .enum(["bearer", "cookie"])
  .default("bearer")
  .describe(
    "bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only.",
  );

/** Search key of a name; null if there is no name. */
export function nameKey(name: string | null): string | null {
  return name === null ? null : searchKey(name);
}

/** User as they see themselves. */
export const userOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: "User", description: "An end user of a tenant." });

export function userView({ id, email, emailVerifiedAt, name, createdAt }: UserRow): z.infer<typeof userOutput> {
  return { id, email, emailVerified: emailVerifiedAt !== null, name, createdAt };
}
