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
import type { UserConflict, UserParts } from "./store.ts";

/** A user to be made, without a password, or with one, or with the hash of one that was chosen elsewhere. */
export interface CreatedUser extends NewUser {
  readonly password?: string | undefined;
  readonly passwordHash?: string | undefined;
}

type Deps = Pick<
  UsersDeps,
  "users" | "proofs" | "passwords" | "blocklist" | "clock" | "outbox" | "config" | "attempts"
>;

/**
 * Makes a user, and invites them by email to choose a password where `inviter` says who does. Throws `email_taken`,
 * `external_id_taken`, `plan_limit_exceeded`, `weak_password`, `busy`, `invalid_password_hash`, and `invalid_input` for a
 * `createdAt` that is to come.
 */
export async function createUser(
  app: Deps,
  tenant: Tenant,
  { inviter, password, passwordHash, ...of }: CreatedUser & { readonly inviter?: string | undefined },
): Promise<UserRow> {
  const hash = await hashOf(app, { tenant, email: of.email }, { password, passwordHash });
  const parts = partsOf(app, tenant, of, hash);
  const { user } = parts;
  const written = await app.users.create(parts);
  if (written !== "created") throw conflict(tenant, written);
  // What failed before there was an account does not keep its owner out.
  await resetAttempts(app, tenant, user.emailKey);
  return inviter === undefined ? user : await sendInvitation(app, tenant, user, inviter);
}

/** A user and the account of their password, if any, not yet written. */
export function partsOf(
  { clock }: Pick<UsersDeps, "clock">,
  { id }: Pick<Tenant, "id">,
  of: NewUser,
  hash?: string,
): UserParts {
  const now = clock.now();
  if (of.createdAt !== undefined && of.createdAt > now) {
    throw new AppError("invalid_input", { issues: [{ path: "createdAt", message: "This time is in the future." }] });
  }
  const user = newUser(id, of, now);
  if (hash === undefined) return { user, account: undefined };
  return { user, account: passwordAccountOf(user, { id: newId("acc", now), passwordHash: hash, createdAt: now }) };
}

/** The error of a user who can't be written. */
export function conflict({ limits }: Pick<Tenant, "limits">, found: UserConflict): AppError {
  if (found.taken === "room") return planLimitExceeded(limits.users);
  return new AppError(found.taken === "email" ? "email_taken" : "external_id_taken", { userId: found.userId });
}

/** Of a password that may be chosen, or as it is where it can be checked: otherwise its user could never sign in. */
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
