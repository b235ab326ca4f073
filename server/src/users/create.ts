import { type NewUser, newUser } from "../accounts/register.ts";
import { passwordAccountOf } from "../accounts/store.ts";
import { resetAttempts } from "../attempts/count-attempt.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { planLimitExceeded } from "../plans/plan.ts";
import { newId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { UsersDeps } from "./deps.ts";
import { sendInvitation } from "./invitations.ts";
import type { NewUserRows, UserConflict } from "./store.ts";

/** User to be created: without a password, with one, or with a password hash from another system. */
export interface CreatedUser extends NewUser {
  readonly password?: string | undefined;
  readonly passwordHash?: string | undefined;
}

type Deps = Pick<
  UsersDeps,
  "users" | "verificationTokens" | "passwords" | "blocklist" | "clock" | "outbox" | "config" | "attempts"
>;

/**
 * Creates a user. If `inviter` is set, invites them by email to choose a password. Throws `email_taken`,
 * `external_id_taken`, `plan_limit_exceeded`, `weak_password`, `busy`, `invalid_password_hash`, and `invalid_input` for a
 * `createdAt` in the future.
 */
export async function createUser(
  app: Deps,
  tenant: Tenant,
  { inviter, password, passwordHash, ...of }: CreatedUser & { readonly inviter?: string | undefined },
): Promise<UserRow> {
  const hash = await hashOf(app, { tenant, email: of.email }, { password, passwordHash });
  const parts = newUserRows(app, tenant, of, hash);
  const { user } = parts;
  const written = await app.users.create(parts);
  if (written !== "created") throw conflictError(tenant, written);
  // Failed attempts from before the account existed don't count against its owner.
  await resetAttempts(app, tenant, user.emailKey);
  return inviter === undefined ? user : await sendInvitation(app, tenant, user, inviter);
}

/** Builds the rows of a user and of their password account, if any, without writing them. */
export function newUserRows(
  { clock }: Pick<UsersDeps, "clock">,
  { id }: Pick<Tenant, "id">,
  of: NewUser,
  hash?: string,
): NewUserRows {
  const now = clock.now();
  if (of.createdAt !== undefined && of.createdAt > now) {
    throw new AppError("invalid_input", { issues: [{ path: "createdAt", message: "This time is in the future." }] });
  }
  const user = newUser(id, of, now);
  if (hash === undefined) return { user, account: undefined };
  return { user, account: passwordAccountOf(user, { id: newId("acc", now), passwordHash: hash, createdAt: now }) };
}

/** Builds the error of a user who can't be written. */
export function conflictError({ limits }: Pick<Tenant, "limits">, found: UserConflict): AppError {
  if (found.conflict === "plan_limit") return planLimitExceeded(limits.users);
  return new AppError(found.conflict === "email" ? "email_taken" : "external_id_taken", { userId: found.userId });
}

/** Checks and hashes a password; or checks that a password hash is supported, as its user could not sign in otherwise. */
async function hashOf(
  app: Pick<UsersDeps, "passwords" | "blocklist">,
  owner: Parameters<typeof checkPassword>[1],
  { password, passwordHash }: Pick<CreatedUser, "password" | "passwordHash">,
): Promise<string | undefined> {
  if (password !== undefined) {
    await checkPassword(app, owner, password);
    return await app.passwords.hash(password);
  }
  const problem = passwordHash === undefined ? undefined : app.passwords.problemWith(passwordHash);
  if (problem !== undefined) throw new AppError("invalid_password_hash", { problem });
  return passwordHash;
}
