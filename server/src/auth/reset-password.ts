import type { App } from "../app.ts";
import { newId } from "../ports/ids.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { tellOfNewPassword } from "./change-password.ts";
import { resetAttempts } from "./count-attempt.ts";
import { emailKey } from "./email.ts";
import { endSessionsOf } from "./end-sessions.ts";
import { checkPassword } from "./password-policy.ts";
import { linkError, lookAtLink } from "./proofs/link-state.ts";
import { newProof, type ProofPurpose } from "./proofs/proof.ts";
import { sendProof } from "./proofs/send-proof.ts";
import { passwordAccountOf, type UserRow } from "./store.ts";

/** Emails whose links lead to a new password. */
export const RESET_PURPOSES = ["reset_password", "already_registered", "invitation"] as const satisfies ProofPurpose[];

/** Sends a link to choose a new password to the stored address. Nothing tells whether there is such a user. */
export async function forgotPassword(
  app: Pick<App, "proofs" | "clock" | "outbox" | "config">,
  tenant: Tenant,
  email: string,
): Promise<void> {
  const proof = await newProof("reset_password", app.clock.now());
  const to = { address: emailKey(email) };
  const [sent] = await app.proofs.issue({ proof, tenantId: tenant.id, to });
  await sendProof(app, tenant, proof, sent);
}

type Needs = Pick<
  App,
  "proofs" | "sessions" | "clock" | "passwords" | "blocklist" | "attempts" | "revocations" | "outbox"
>;

/**
 * Gives whoever has the link a new password. It signs nobody in: that still passes the gate with every factor that is
 * asked for. All sessions end, attempts at the account begin anew, and the user is notified. `source` is the address that
 * attempts count by: the account trusts it from then on.
 *
 * Throws `link_used`, `link_expired`, `link_invalid`, `weak_password` and `busy`; after the last two the link is still good.
 */
export async function resetPassword(
  app: Needs,
  tenant: Tenant,
  { token, password, ip, source }: { token: string; password: string; ip: string; source: string | null },
): Promise<UserRow> {
  const link = await lookAtLink(app, tenant, token, RESET_PURPOSES);
  if (link.state !== "valid") throw linkError(link);
  const { sent } = link;
  await checkPassword(app, { tenant, email: sent.user.email }, password);
  const passwordHash = await app.passwords.hash(password);
  const now = app.clock.now();
  const account = passwordAccountOf(sent.user, { id: newId("acc", now), passwordHash, createdAt: now });
  const user = await app.proofs.setPassword(sent, account, now);
  if (user === undefined) throw linkError(await lookAtLink(app, tenant, token, RESET_PURPOSES));
  await endSessionsOf(app, tenant.id, { user: user.id }, "password_changed");
  await resetAttempts(app, tenant, user.emailKey, { ip: source, now });
  // A first password is no change that somebody else could have made.
  if (sent.proof.purpose !== "invitation") await tellOfNewPassword(app, user, { when: now, ip });
  return user;
}
