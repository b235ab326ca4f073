import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import type { Guess } from "./count-attempt.ts";
import { endSessionsOf } from "./end-sessions.ts";
import { freshAccount, type SignedIn } from "./own-account.ts";
import { checkPassword } from "./password-policy.ts";
import type { UserRow } from "./store.ts";

export interface PasswordChange extends Pick<Guess, "challenge"> {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly endOtherSessions: boolean;
}

type Needs = Pick<
  App,
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
  app: Needs,
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
  { outbox }: Pick<App, "outbox">,
  { id, tenantId, email }: Pick<UserRow, "id" | "tenantId" | "email">,
  { when, ip }: { when: Date; ip: string },
): Promise<void> {
  const key = `password_changed ${id} ${when.getTime()}`;
  const values = { when: when.toISOString(), ip };
  await outbox(tenantId).post({ kind: "password_changed", key, to: email, userId: id, values });
}
