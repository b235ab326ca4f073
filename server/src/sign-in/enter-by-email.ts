import { afterFirstProof } from "../accounts/first-proof.ts";
import { newUser } from "../accounts/register.ts";
import { assertMayRegister } from "../accounts/registration-policy.ts";
import { resetAttempts } from "../attempts/count-attempt.ts";
import { planLimitExceeded, requireUserCapacity } from "../plans/plan.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { SignInDeps } from "./deps.ts";

/** A person who has just proved that an email is theirs. */
export interface Owner {
  readonly email: string;
  /** Name for a new account. */
  readonly name: string | null;
  /** The IP address of the call, for notices. */
  readonly ip: string;
  /** Whether an account is created where none has the email, whatever the tenant's registration policy. */
  readonly isInvited?: boolean;
}

/**
 * The account of a person who has just proved that an email is theirs; a new one if none has the email. If it is the first proof,
 * everything that somebody else added to the account before is removed. Throws `registration_closed`, `plan_limit_exceeded` and
 * `user_banned`.
 */
export async function accountOfOwner(
  app: SignInDeps,
  tenant: Tenant,
  owner: Owner,
): Promise<{ user: UserRow; isNew: boolean }> {
  const key = emailKey(owner.email);
  const found = (await app.auth.findForLogin(tenant.id, key))?.user;
  if (found === undefined) {
    const created = await createOwned(app, tenant, owner);
    if (created !== undefined) return { user: created, isNew: true };
  }
  // Another call may have created it meanwhile.
  const user = found ?? (await app.auth.findForLogin(tenant.id, key))?.user;
  if (user === undefined || user.status !== "active") throw new AppError("user_banned");
  const proved = await app.firstProofs.prove(user, app.clock.now());
  if (proved === undefined) throw new AppError("user_banned");
  await afterFirstProof(app, tenant, proved, owner.ip);
  return { user: proved.user, isNew: false };
}

/** Creates an account with a verified email; undefined if one has the email. */
async function createOwned(app: SignInDeps, tenant: Tenant, { email, name, isInvited }: Owner) {
  if (isInvited !== true) assertMayRegister(tenant, email);
  await requireUserCapacity(app, tenant);
  const user = newUser(tenant.id, { email, name, emailVerified: true }, app.clock.now());
  const outcome = await app.auth.createVerified(user);
  if (outcome === "plan_limit") throw planLimitExceeded(tenant.limits.users);
  if (outcome === "taken") return undefined;
  // Failed attempts from before the account existed don't count against its owner.
  await resetAttempts(app, tenant, user.emailKey);
  return user;
}
