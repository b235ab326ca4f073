import type { App } from "../app.ts";
import { resetAttempts } from "../auth/count-attempt.ts";
import { checkPassword } from "../auth/password-policy.ts";
import { newProof } from "../auth/proofs/proof.ts";
import { sendProof } from "../auth/proofs/send-proof.ts";
import { type NewUser, newUser } from "../auth/register.ts";
import { passwordAccountOf, type UserRow } from "../auth/store.ts";
import { AppError } from "../errors/app-error.ts";
import { exceeded } from "../plans/require-room.ts";
import { newId } from "../ports/ids.ts";
import type { Tenant } from "../tenants/tenant.ts";

/** A user to be made, without a password, or with one, or with the hash of one that was chosen elsewhere. */
export interface CreatedUser extends NewUser {
  readonly password?: string | undefined;
  readonly passwordHash?: string | undefined;
}

type Needs = Pick<App, "users" | "proofs" | "passwords" | "blocklist" | "clock" | "outbox" | "config" | "attempts">;

/**
 * Makes a user, and invites them by mail to choose a password if asked to. Throws `email_taken`, `plan_exceeded`,
 * `weak_password`, `busy` and `invalid_password_hash`.
 */
export async function createUser(
  app: Needs,
  tenant: Tenant,
  { invite, password, passwordHash, ...of }: CreatedUser & { readonly invite: boolean },
): Promise<UserRow> {
  const hash = await hashOf(app, { tenant, email: of.email }, { password, passwordHash });
  const now = app.clock.now();
  const user = newUser(tenant.id, of, now);
  const account =
    hash === undefined
      ? undefined
      : passwordAccountOf(user, { id: newId("acc", now), passwordHash: hash, createdAt: now });
  const written = await app.users.create({ user, account });
  if (written === "taken") throw new AppError("email_taken");
  if (written === "full") throw exceeded(tenant.limits.users);
  // What failed before there was an account does not keep its owner out.
  await resetAttempts(app, tenant, user.emailKey);
  if (invite) await sendInvitation(app, tenant, user);
  return user;
}

/** Of a password that may be chosen, or as it is where it can be checked: otherwise its user could never sign in. */
async function hashOf(
  app: Pick<App, "passwords" | "blocklist">,
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

type InvitationNeeds = Pick<App, "proofs" | "clock" | "outbox" | "config">;

/** Sends a user a link to choose a password by, good for three days. */
export async function sendInvitation(app: InvitationNeeds, tenant: Tenant, { id }: UserRow): Promise<void> {
  const proof = await newProof("invitation", app.clock.now());
  const [sent] = await app.proofs.issue({ proof, tenantId: tenant.id, to: { user: id }, unlimited: true });
  if (sent !== undefined) await sendProof(app, tenant, proof, sent.email);
}
