import { type AttemptRequest, countAttempt, resetAttempts, runAttempt } from "../attempts/count-attempt.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { newCode, sendTokenEmail } from "../verification/issue-token.ts";
import { newVerificationToken } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";
import { afterFirstProof, registrationHashOf } from "./first-proof.ts";
import { verifyPassword } from "./verify-password.ts";

/** Resends the verification email. The response does not reveal whether such a user exists or is verified. */
export async function resendVerification(
  app: Pick<AccountsDeps, "verificationTokens" | "clock" | "codes" | "passwords" | "outbox" | "config">,
  tenant: Tenant,
  email: string,
): Promise<void> {
  const token = await newVerificationToken("verify_email", app.clock.now());
  const { code, stored } = await newCode(app, tenant, token);
  const to = { emailKey: emailKey(email), unverified: true } as const;
  const [sent] = await app.verificationTokens.issue({ token, tenantId: tenant.id, to, code: stored });
  await sendTokenEmail(app, tenant, token, sent, { code });
}

/** A code that was sent to an email, and the registration token of the client, if it has one. */
interface EmailCode {
  readonly email: string;
  readonly code: string;
  readonly registrationToken: string;
  /** The IP address of the call, for the notice. */
  readonly requestIp: string;
}

/**
 * Verifies an email by the code that was sent to it. Throws `busy`, `code_invalid`, and the errors of `countAttempt`. If no
 * user has the email, it throws `code_invalid` after the same work.
 */
export async function verifyByCode(
  app: Pick<
    AccountsDeps,
    | "verificationTokens"
    | "clock"
    | "passwords"
    | "attempts"
    | "challenges"
    | "sessions"
    | "revocations"
    | "outbox"
    | "factors"
  >,
  tenant: Tenant,
  { email, code, registrationToken, requestIp, ...source }: EmailCode & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<{ user: UserRow; resetToken: string | null }> {
  const account = emailKey(email);
  const attempt = await countAttempt(app, tenant, { ...source, kind: "code", account });
  const now = app.clock.now();
  const candidate = await app.verificationTokens.countCodeAttempt(tenant.id, account, now);
  const matches = await runAttempt(attempt, async () => await verifyPassword(app, code, candidate?.codeHash));
  const registrationHash = await registrationHashOf(registrationToken);
  const verified =
    candidate && matches
      ? await app.verificationTokens.verifyEmail(
          { tenantId: tenant.id, id: candidate.userId },
          { hash: candidate.hash, registrationHash, now },
        )
      : undefined;
  if (verified === undefined) throw new AppError("code_invalid");
  await attempt.succeed();
  // Failed attempts from before the verification don't count against the account.
  await resetAttempts(app, tenant, account);
  return { user: verified.user, resetToken: await afterFirstProof(app, tenant, verified, requestIp) };
}
