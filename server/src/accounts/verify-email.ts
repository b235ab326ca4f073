import { type AttemptRequest, countAttempt, resetAttempts, runAttempt } from "../attempts/count-attempt.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { newCode, sendProof } from "../verification/issue-token.ts";
import { newProof } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";
import { verifyPassword } from "./verify-password.ts";

/** Sends another letter to verify an address. Nothing tells whether there is such a user, verified or not. */
export async function resendVerification(
  app: Pick<AccountsDeps, "proofs" | "clock" | "codes" | "passwords" | "outbox" | "config">,
  tenant: Tenant,
  email: string,
): Promise<void> {
  const proof = await newProof("verify_email", app.clock.now());
  const { code, stored } = await newCode(app, tenant, proof);
  const to = { address: emailKey(email), unverified: true } as const;
  const [sent] = await app.proofs.issue({ proof, tenantId: tenant.id, to, code: stored });
  await sendProof(app, tenant, proof, sent, { code });
}

/**
 * Verifies an address by the code that was sent to it. Throws what `countAttempt` throws, `busy`, and `code_invalid` for
 * whatever is no good code of that address: also where nobody has it, after the same work.
 */
export async function verifyByCode(
  app: Pick<AccountsDeps, "proofs" | "clock" | "passwords" | "attempts" | "challenges">,
  tenant: Tenant,
  { email, code, ...guess }: { email: string; code: string } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<UserRow> {
  const account = emailKey(email);
  const attempt = await countAttempt(app, tenant, { ...guess, kind: "code", account });
  const now = app.clock.now();
  const tried = await app.proofs.tryCode(tenant.id, account, now);
  const matches = await runAttempt(attempt, async () => await verifyPassword(app, code, tried?.codeHash));
  const user = tried && matches ? await app.proofs.verifyEmail(tried.hash, now) : undefined;
  if (user === undefined) throw new AppError("code_invalid");
  await attempt.succeed();
  // Whoever failed at this email before it was verified failed at nobody's account.
  await resetAttempts(app, tenant, account);
  return user;
}
