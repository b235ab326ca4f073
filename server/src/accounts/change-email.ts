import { moveAccount, resetAttempts } from "../attempts/count-attempt.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { sendProof } from "../verification/issue-token.ts";
import { type LinkOutcome, linkError, lookAtLink } from "../verification/link-state.ts";
import { type NewProof, newProof, type ProofPurpose } from "../verification/token.ts";
import type { SentProof } from "../verification/token-store.ts";
import type { AccountsDeps } from "./deps.ts";

const RETRY_AFTER_SECONDS = 60 * 60;

/**
 * Begins a change of a user's email. A verified one and the new one are sent a link each, and both have to agree. An email
 * that was never verified may be a stranger's, as a typo makes it: it is sent nothing, and the new one alone decides.
 * Whether the new one is taken is not looked at before that, so that nobody learns it who does not read mail there too.
 *
 * Throws `email_unchanged`, and `rate_limited` after several in an hour.
 */
export async function beginEmailChange(
  app: Pick<AccountsDeps, "proofs" | "clock" | "outbox" | "config">,
  tenant: Tenant,
  user: UserRow,
  newEmail: string,
): Promise<void> {
  if (newEmail === user.email) throw new AppError("email_unchanged");
  const now = app.clock.now();
  const userId = user.id;
  const next = await newProof("confirm_new_email", now);
  const present = user.emailVerifiedAt === null ? undefined : await newProof("confirm_email_change", now);
  const draft = (proof: NewProof, email: string, counterpart: string | null) => ({
    proof,
    tenantId: tenant.id,
    to: { user: user.id },
    change: { newEmail, email, counterpart },
  });
  const atNew = draft(next, newEmail, present?.hash ?? null);
  const atPresent = present === undefined ? [] : [draft(present, user.email, next.hash)];
  const issued = await app.proofs.issue(atNew, ...atPresent);
  if (issued.length < 1 + atPresent.length) {
    throw new AppError("rate_limited", { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  if (present !== undefined) await sendProof(app, tenant, present, { userId, email: user.email }, { newEmail });
  await sendProof(app, tenant, next, { userId, email: newEmail });
}

export const CHANGE_PURPOSES = ["confirm_email_change", "confirm_new_email"] as const satisfies ProofPurpose[];

/**
 * Agrees to a change of email at one end. Once all that were asked have agreed it is done, in one step, and the old email,
 * if it was verified, is notified. Whether it is; undefined where the link is of no use any more. Throws `email_taken` where
 * the new email is another user's.
 */
export async function agreeToEmailChange(
  app: Pick<AccountsDeps, "proofs" | "clock" | "outbox">,
  open: SentProof,
): Promise<{ isChanged: boolean; email: string } | undefined> {
  const { proof, user } = open;
  const email = proof.payload ?? "";
  const outcome = await app.proofs.agreeToChange(open, { email, emailKey: emailKey(email) }, app.clock.now());
  if (outcome === "unusable") return undefined;
  if (outcome === "taken") throw new AppError("email_taken");
  if (outcome === "changed") await tellOldAddress(app, user, email, proof.hash);
  return { isChanged: outcome === "changed", email };
}

/**
 * Notifies the email that a user had, unless it was never verified: then it may be a stranger's, who is told nothing of the
 * user. `reason` tells this change from another.
 */
export async function tellOldAddress(
  { outbox }: Pick<AccountsDeps, "outbox">,
  { id, tenantId, email, emailVerifiedAt }: Pick<UserRow, "id" | "tenantId" | "email" | "emailVerifiedAt">,
  newEmail: string,
  reason: string,
): Promise<void> {
  if (emailVerifiedAt === null) return;
  const key = `email_changed ${id} ${reason.slice(0, 16)}`;
  await outbox(tenantId).post({ kind: "email_changed", key, to: email, userId: id, values: { newEmail } });
}

/** Emails whose links confirm an email. */
export const CONFIRM_PURPOSES = ["verify_email", ...CHANGE_PURPOSES] as const satisfies ProofPurpose[];

/** What following a link has done, now or before. */
export interface Confirmation extends LinkOutcome {
  /** Whether it was done before, so that nothing was changed now. */
  readonly alreadyConfirmed: boolean;
  readonly userId: string;
}

type Deps = Pick<AccountsDeps, "proofs" | "clock" | "outbox" | "attempts">;

/**
 * Does what a link in an email is for. A link whose email is confirmed already says so again: people press it twice, and
 * scanners before them. Throws `link_used`, `link_expired`, `link_invalid`, and `email_taken` as a change of email does.
 */
export async function confirmEmail(app: Deps, tenant: Pick<Tenant, "id">, token: string): Promise<Confirmation> {
  const link = await lookAtLink(app, tenant, token, CONFIRM_PURPOSES);
  if (link.state === "valid") {
    const done = await confirm(app, tenant, link.sent);
    if (done !== undefined) return { ...done, alreadyConfirmed: false, userId: link.sent.user.id };
  }
  // It may have been followed by somebody else since it was looked at.
  const now = link.state === "valid" ? await lookAtLink(app, tenant, token, CONFIRM_PURPOSES) : link;
  if (now.state !== "done") throw linkError(now);
  return { ...now.outcome, alreadyConfirmed: true, userId: now.sent.user.id };
}

/** Undefined where the link is of no use any more. */
async function confirm(app: Deps, tenant: Pick<Tenant, "id">, sent: SentProof): Promise<LinkOutcome | undefined> {
  if (sent.proof.purpose === "verify_email") {
    const user = await app.proofs.verifyEmail(sent.proof.hash, app.clock.now());
    if (user === undefined) return undefined;
    // Attempts at this email before it was verified were attempts at nobody's account.
    await resetAttempts(app, tenant, user.emailKey);
    return { result: "verified", email: user.email };
  }
  const agreed = await agreeToEmailChange(app, sent);
  if (agreed === undefined) return undefined;
  if (agreed.isChanged) await moveAccount(app, tenant, { from: sent.user.emailKey, to: emailKey(agreed.email) });
  return { result: agreed.isChanged ? "changed" : "waiting", email: agreed.email };
}
