import { moveAccount, resetAttempts } from "../attempts/count-attempt.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { sendTokenEmail } from "../verification/issue-token.ts";
import { inspectLink, type LinkOutcome, linkError } from "../verification/link-state.ts";
import { type NewVerificationToken, newVerificationToken, type VerificationPurpose } from "../verification/token.ts";
import type { SentToken } from "../verification/token-store.ts";
import type { AccountsDeps } from "./deps.ts";
import { requireOtherThanEnterprise } from "./enterprise-domain.ts";
import { afterFirstProof, registrationHashOf } from "./first-proof.ts";

const RETRY_AFTER_SECONDS = 60 * 60;

/**
 * Starts a change of a user's email. Sends a link to the new email, and one to the current email if it is verified; each
 * link must be followed. An unverified email may belong to a stranger because of a typo, so it receives nothing. Whether
 * the new email is taken is checked at the end, so that only a reader of its mail learns it.
 *
 * Throws `email_unchanged`, `enterprise_sign_in_required`, and `rate_limited` after 5 changes in an hour.
 */
export async function startEmailChange(
  app: Pick<AccountsDeps, "verificationTokens" | "clock" | "outbox" | "config" | "enterpriseDomains">,
  tenant: Tenant,
  user: UserRow,
  newEmail: string,
): Promise<void> {
  if (newEmail === user.email) throw new AppError("email_unchanged");
  // The domain's provider decides who has an email there, and whose email at the domain is which.
  for (const email of [user.email, newEmail]) await requireOtherThanEnterprise(app, tenant, email);
  const now = app.clock.now();
  const userId = user.id;
  const next = await newVerificationToken("confirm_new_email", now);
  const current = user.emailVerifiedAt === null ? undefined : await newVerificationToken("confirm_email_change", now);
  const draft = (token: NewVerificationToken, email: string, counterpart: string | null) => ({
    token,
    tenantId: tenant.id,
    to: { user: user.id },
    change: { newEmail, email, counterpart },
  });
  const atNew = draft(next, newEmail, current?.hash ?? null);
  const atCurrent = current === undefined ? [] : [draft(current, user.email, next.hash)];
  const issued = await app.verificationTokens.issue(atNew, ...atCurrent);
  if (issued.length < 1 + atCurrent.length) {
    throw new AppError("rate_limited", { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  if (current !== undefined) await sendTokenEmail(app, tenant, current, { userId, email: user.email }, { newEmail });
  await sendTokenEmail(app, tenant, next, { userId, email: newEmail });
}

export const CHANGE_PURPOSES = ["confirm_email_change", "confirm_new_email"] as const satisfies VerificationPurpose[];

/**
 * Confirms a change of email by one of its links. The last confirmation makes the change, in one step, and notifies the old
 * email if it was verified. Returns undefined if the link can't be used any more. Throws `email_taken` if another user has
 * the new email.
 */
export async function confirmEmailChange(
  app: Pick<AccountsDeps, "verificationTokens" | "clock" | "outbox">,
  sent: SentToken,
  registrationHash: string | null,
): Promise<{ isChanged: boolean; email: string } | undefined> {
  const { token, user } = sent;
  const email = token.payload ?? "";
  const outcome = await app.verificationTokens.confirmEmailChange(
    sent,
    { email, emailKey: emailKey(email) },
    { now: app.clock.now(), registrationHash },
  );
  if (outcome === "unusable") return undefined;
  if (outcome === "taken") throw new AppError("email_taken");
  if (outcome === "changed") await notifyOldEmail(app, user, email, token.hash);
  return { isChanged: outcome === "changed", email };
}

/**
 * Notifies the old email of a change, unless it was never verified: then it may belong to a stranger. `reason` identifies
 * the change, so that each one is notified once.
 */
export async function notifyOldEmail(
  { outbox }: Pick<AccountsDeps, "outbox">,
  { id, tenantId, email, emailVerifiedAt }: Pick<UserRow, "id" | "tenantId" | "email" | "emailVerifiedAt">,
  newEmail: string,
  reason: string,
): Promise<void> {
  if (emailVerifiedAt === null) return;
  const key = `email_changed ${id} ${reason.slice(0, 16)}`;
  await outbox(tenantId).enqueue({ kind: "email_changed", key, to: email, userId: id, values: { newEmail } });
}

/** Purposes of links that confirm an email. */
export const CONFIRM_PURPOSES = ["verify_email", ...CHANGE_PURPOSES] as const satisfies VerificationPurpose[];

/** Result of following a link, now or before. */
export interface Confirmation extends LinkOutcome {
  /** True if the link was followed before, so that nothing changed now. */
  readonly alreadyConfirmed: boolean;
  readonly userId: string;
  /** Token to choose a password with, after the earlier one was removed; null if nothing was. */
  readonly resetToken: string | null;
}

type Deps = Pick<
  AccountsDeps,
  "verificationTokens" | "clock" | "outbox" | "attempts" | "sessions" | "revocations" | "factors"
>;

/** A link that is followed. */
export interface FollowedLink {
  readonly token: string;
  /** Empty for a client that didn't register the user. */
  readonly registrationToken: string;
  /** The IP address of the call, for notices. */
  readonly ip: string;
}

/**
 * Follows a link in an email. A repeat returns the same result: people follow links twice, and mail scanners before them.
 * Throws `link_used`, `link_expired`, `link_invalid`, and `email_taken` if another user has the new email.
 */
export async function confirmEmail(
  app: Deps,
  tenant: Pick<Tenant, "id">,
  { token, registrationToken, ip }: FollowedLink,
): Promise<Confirmation> {
  const link = await inspectLink(app, tenant, token, CONFIRM_PURPOSES);
  if (link.state === "valid") {
    const done = await confirm(app, tenant, link.sent, { registrationToken, ip });
    if (done !== undefined) return { ...done, alreadyConfirmed: false, userId: link.sent.user.id };
  }
  // A concurrent call may have followed the link meanwhile.
  const now = link.state === "valid" ? await inspectLink(app, tenant, token, CONFIRM_PURPOSES) : link;
  if (now.state !== "done") throw linkError(now);
  return { ...now.outcome, alreadyConfirmed: true, userId: now.sent.user.id, resetToken: null };
}

/** Confirms by a valid link. Returns undefined if it can't be used any more. */
async function confirm(
  app: Deps,
  tenant: Pick<Tenant, "id">,
  sent: SentToken,
  { registrationToken, ip }: Pick<FollowedLink, "registrationToken" | "ip">,
): Promise<(LinkOutcome & Pick<Confirmation, "resetToken">) | undefined> {
  const registrationHash = await registrationHashOf(registrationToken);
  if (sent.token.purpose === "verify_email") {
    const proof = { hash: sent.token.hash, registrationHash, now: app.clock.now() };
    const verified = await app.verificationTokens.verifyEmail(sent.user, proof);
    if (verified === undefined) return undefined;
    const { email, emailKey } = verified.user;
    // Failed attempts from before the verification don't count against the account.
    await resetAttempts(app, tenant, emailKey);
    return { result: "verified", email, resetToken: await afterFirstProof(app, tenant, verified, ip) };
  }
  const confirmed = await confirmEmailChange(app, sent, registrationHash);
  if (confirmed === undefined) return undefined;
  if (confirmed.isChanged) await moveAccount(app, tenant, { from: sent.user.emailKey, to: emailKey(confirmed.email) });
  return { result: confirmed.isChanged ? "changed" : "waiting", email: confirmed.email, resetToken: null };
}
