import { type AttemptRequest, type AttemptSource, resetAttempts } from "../attempts/count-attempt.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { newId } from "../ports/ids.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { sendTokenEmail } from "../verification/issue-token.ts";
import { inspectLink, linkError } from "../verification/link-state.ts";
import { newVerificationToken, type VerificationPurpose } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";
import { requireOtherThanEnterprise } from "./enterprise-domain.ts";
import { reauthenticate, type SignedIn } from "./own-account.ts";
import { passwordAccountOf } from "./store.ts";

export interface PasswordChange extends Pick<AttemptRequest, "challenge"> {
  /** Undefined for a user without a password, who sets their first one. */
  readonly currentPassword: string | undefined;
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
  | "factors"
  | "hasRelation"
>;

/**
 * Changes the caller's password, or sets their first one, and notifies the user by email. Returns the number of other sessions that ended. Throws
 * `weak_password`, `busy`, and the errors of `reauthenticate`.
 */
export async function changePassword(
  app: Deps,
  caller: SignedIn,
  { currentPassword, newPassword, endOtherSessions, challenge }: PasswordChange,
  from: { readonly attemptSource: AttemptSource; readonly ip: string },
): Promise<{ user: UserRow; ended: number }> {
  const credentials = { password: currentPassword, ip: from.attemptSource, challenge };
  const { user, tenant, session, passwordHash } = await reauthenticate(app, caller, credentials);
  await checkPassword(app, { tenant, email: user.email }, newPassword);
  const to = await app.passwords.hash(newPassword);
  const now = app.clock.now();
  const endAllBut = endOtherSessions ? session.id : undefined;
  const ended =
    passwordHash === undefined
      ? await app.auth.addPassword(user, {
          account: passwordAccountOf(user, { id: newId("acc", now), passwordHash: to, createdAt: now }),
          now,
          endAllBut,
        })
      : await app.auth.changePassword(user, { from: passwordHash, to, now, endAllBut });
  // A concurrent change came first, or the user has a password: the current one is wrong, or missing.
  if (ended === undefined) throw new AppError("invalid_credentials");
  // The sessions have ended; this also revokes their access tokens.
  if (endOtherSessions) await endSessionsOf(app, tenant.id, { user: user.id, except: session.id }, "password_changed");
  await notifyPasswordChanged(app, user, { when: now, ip: from.ip });
  return { user, ended };
}

/** Notifies a user that their password was changed. */
export async function notifyPasswordChanged(
  { outbox }: Pick<AccountsDeps, "outbox">,
  { id, tenantId, email }: Pick<UserRow, "id" | "tenantId" | "email">,
  { when, ip }: { when: Date; ip: string },
): Promise<void> {
  const key = `password_changed ${id} ${when.getTime()}`;
  const values = { when: when.toISOString(), ip };
  await outbox(tenantId).enqueue({ kind: "password_changed", key, to: email, userId: id, values });
}

/** Purposes of links that set a new password. */
export const RESET_PURPOSES = [
  "reset_password",
  "already_registered",
  "invitation",
] as const satisfies VerificationPurpose[];

/** Sends a link to choose a new password to the stored email. The response does not reveal whether a user exists. Throws
 * `enterprise_sign_in_required`. */
export async function forgotPassword(
  app: Pick<AccountsDeps, "verificationTokens" | "clock" | "outbox" | "config" | "enterpriseDomains">,
  tenant: Tenant,
  email: string,
): Promise<void> {
  await requireOtherThanEnterprise(app, tenant, email);
  const token = await newVerificationToken("reset_password", app.clock.now());
  const to = { emailKey: emailKey(email) };
  const [sent] = await app.verificationTokens.issue({ token, tenantId: tenant.id, to });
  await sendTokenEmail(app, tenant, token, sent);
}

type ResetDeps = Pick<
  AccountsDeps,
  | "verificationTokens"
  | "sessions"
  | "clock"
  | "passwords"
  | "blocklist"
  | "attempts"
  | "revocations"
  | "outbox"
  | "enterpriseDomains"
>;

/**
 * Sets a new password by the token of an emailed link, without signing in: a sign-in still needs every required factor. Ends
 * all sessions, clears the account's failed attempts, and notifies the user. `source` is the attempt source, which the
 * account trusts from then on.
 *
 * Throws `link_used`, `link_expired`, `link_invalid`, `weak_password` and `busy`; after the last two the link stays valid.
 */
export async function resetPassword(
  app: ResetDeps,
  tenant: Tenant,
  { token, password, ip, source }: { token: string; password: string; ip: string; source: AttemptSource },
): Promise<UserRow> {
  const link = await inspectLink(app, tenant, token, RESET_PURPOSES);
  if (link.state !== "valid") throw linkError(link);
  const { sent } = link;
  await requireOtherThanEnterprise(app, tenant, sent.user.email);
  await checkPassword(app, { tenant, email: sent.user.email }, password);
  const passwordHash = await app.passwords.hash(password);
  const now = app.clock.now();
  const account = passwordAccountOf(sent.user, { id: newId("acc", now), passwordHash, createdAt: now });
  const user = await app.verificationTokens.setPassword(sent, account, now);
  if (user === undefined) throw linkError(await inspectLink(app, tenant, token, RESET_PURPOSES));
  await endSessionsOf(app, tenant.id, { user: user.id }, "password_changed");
  await resetAttempts(app, tenant, user.emailKey, { ip: source, now });
  // A first password replaces nothing, so there is no change to report.
  if (sent.token.purpose !== "invitation") await notifyPasswordChanged(app, user, { when: now, ip });
  return user;
}
