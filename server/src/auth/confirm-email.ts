import type { App } from "../app.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { agreeToEmailChange, CHANGE_PURPOSES } from "./change-email.ts";
import { moveAccount, resetAttempts } from "./count-attempt.ts";
import { emailKey } from "./email.ts";
import { type LinkOutcome, linkError, lookAtLink } from "./proofs/link-state.ts";
import type { ProofPurpose } from "./proofs/proof.ts";
import type { SentProof } from "./proofs/proof-store.ts";

/** Emails whose links confirm an email. */
export const CONFIRM_PURPOSES = ["verify_email", ...CHANGE_PURPOSES] as const satisfies ProofPurpose[];

/** What following a link has done, now or before. */
export interface Confirmation extends LinkOutcome {
  /** Whether it was done before, so that nothing was changed now. */
  readonly alreadyConfirmed: boolean;
  readonly userId: string;
}

type Needs = Pick<App, "proofs" | "clock" | "outbox" | "attempts">;

/**
 * Does what a link in an email is for. A link whose email is confirmed already says so again: people press it twice, and
 * scanners before them. Throws `link_used`, `link_expired`, `link_invalid`, and `email_taken` as a change of email does.
 */
export async function confirmEmail(app: Needs, tenant: Pick<Tenant, "id">, token: string): Promise<Confirmation> {
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
async function confirm(app: Needs, tenant: Pick<Tenant, "id">, sent: SentProof): Promise<LinkOutcome | undefined> {
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
