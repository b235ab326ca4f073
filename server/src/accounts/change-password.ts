import { type AttemptRequest, resetAttempts } from "../attempts/count-attempt.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { newId } from "../ports/ids.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { sendProof } from "../verification/issue-token.ts";
import { linkError, lookAtLink } from "../verification/link-state.ts";
import { newProof, type ProofPurpose } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";
import { freshAccount, type SignedIn } from "./own-account.ts";
import { passwordAccountOf } from "./store.ts";

export interface PasswordChange extends Pick<AttemptRequest, "challenge"> {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly endOtherSessions: boolean;
}

type Deps = Pick<
  AccountsDeps,
  | "auth"
  | "sessions"
  | "clock"
  | "passwords"
  | "blocklist"
  | "attempts"
  | "challenges"
  | "revocations"
  | "outbox"
  | "requiredFactors"
>;

/**
 * Changes the caller's password and tells the user by mail. Answers how many other sessions were ended. Throws
 * `weak_password`, `busy`, and what `freshAccount` throws.
 */
export async function changePassword(
  app: Deps,
  caller: SignedIn,
  { currentPassword, newPassword, endOtherSessions, challenge }: PasswordChange,
  from: { readonly guesser: string | null; readonly ip: string },
): Promise<{ user: UserRow; ended: number }> {
  const proof = { password: currentPassword, ip: from.guesser, challenge };
  const { user, tenant, session, passwordHash } = await freshAccount(app, caller, proof);
  await checkPassword(app, { tenant, email: user.email }, newPassword);
  const to = await app.passwords.hash(newPassword);
  const now = app.clock.now();
  // Somebody else changed it meanwhile: what was right a moment ago is not any more.
  const endAllBut = endOtherSessions ? session.id : undefined;
  const ended = await app.auth.changePassword(user, { from: passwordHash, to, now, endAllBut });
  if (ended === undefined) throw new AppError("invalid_credentials");
  // They have ended; this has our edge refuse their access tokens, too.
  if (endOtherSessions) await endSessionsOf(app, tenant.id, { user: user.id, except: session.id }, "password_changed");
  await tellOfNewPassword(app, user, { when: now, ip: from.ip });
  return { user, ended };
}

/** Tells a user that the password is another. */
export async function tellOfNewPassword(
  { outbox }: Pick<AccountsDeps, "outbox">,
  { id, tenantId, email }: Pick<UserRow, "id" | "tenantId" | "email">,
  { when, ip }: { when: Date; ip: string },
): Promise<void> {
  const key = `password_changed ${id} ${when.getTime()}`;
  const values = { when: when.toISOString(), ip };
  await outbox(tenantId).post({ kind: "password_changed", key, to: email, userId: id, values });
}

/** Emails whose links lead to a new password. */
export const RESET_PURPOSES = ["reset_password", "already_registered", "invitation"] as const satisfies ProofPurpose[];

/** Sends a link to choose a new password to the stored address. Nothing tells whether there is such a user. */
export async function forgotPassword(
  app: Pick<AccountsDeps, "proofs" | "clock" | "outbox" | "config">,
  tenant: Tenant,
  email: string,
): Promise<void> {
  const proof = await newProof("reset_password", app.clock.now());
  const to = { address: emailKey(email) };
  const [sent] = await app.proofs.issue({ proof, tenantId: tenant.id, to });
  await sendProof(app, tenant, proof, sent);
}

type ResetDeps = Pick<
  AccountsDeps,
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
  app: ResetDeps,
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
