import { resetAttempts } from "../attempts/count-attempt.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { planLimitExceeded, requireUserCapacity } from "../plans/plan.ts";
import { newId } from "../ports/ids.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { newCode, sendProof } from "../verification/issue-token.ts";
import { newProof } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";
import { nameKey } from "./inputs.ts";
import { passwordAccountOf } from "./store.ts";

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
}

/** What somebody does next who has registered. */
export type NextStep = "login" | "verify_email";

type Deps = Pick<
  AccountsDeps,
  "tenants" | "auth" | "clock" | "passwords" | "blocklist" | "codes" | "outbox" | "config" | "attempts"
>;

/**
 * Registers a user, and sends a letter to verify the address. Where the address is taken, its owner gets a letter that
 * says so, and whoever asks gets the same answer after the same work: two hashes, the same statements, one letter.
 *
 * Throws `plan_limit_exceeded`, `weak_password`, `busy`, and `forbidden` for the platform's own tenant, which nobody joins.
 */
export async function register(app: Deps, tenant: Tenant, registration: Registration): Promise<NextStep> {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  const { email, password } = registration;
  await requireUserCapacity(app, tenant);
  await checkPassword(app, { tenant, email }, password);
  const { user, account } = await newUserWithPassword(app, tenant.id, registration);
  const fresh = await newProof("verify_email", user.createdAt);
  const taken = await newProof("already_registered", user.createdAt);
  const { code, stored } = await newCode(app, tenant, fresh);
  const { registered, isFull, to } = await app.auth.register(user, account, {
    fresh: { proof: fresh, tenantId: tenant.id, to: { user: user.id }, code: stored },
    taken: { proof: taken, tenantId: tenant.id, to: { address: user.emailKey, except: user.id } },
  });
  // Somebody else took the last place since it was looked at.
  if (isFull) throw planLimitExceeded(tenant.limits.users);
  await sendProof(app, tenant, registered ? fresh : taken, to, { code });
  if (settingsOf(tenant).requireVerifiedEmail) return "verify_email";
  // What failed before there was an account does not keep its owner out. An email that was taken keeps its counters, after
  // the same work. Where emails have to be verified this happens then, since a new start would tell that it was free.
  await resetAttempts(app, tenant, registered ? user.emailKey : user.id);
  return "login";
}

/** What is said of a user who is about to be made. */
export interface NewUser {
  readonly email: string;
  readonly name: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly emailVerified?: boolean;
  readonly externalId?: string | undefined;
  /** When the tenant made the user elsewhere; now unless the user moves here. */
  readonly createdAt?: Date | undefined;
}

/** A user, not yet written. */
export function newUser(
  tenantId: string,
  { email, name, metadata = {}, emailVerified = false, externalId, createdAt }: NewUser,
  now: Date,
): UserRow {
  return {
    id: newId("usr", now),
    tenantId,
    email,
    emailKey: emailKey(email),
    emailVerifiedAt: emailVerified ? now : null,
    name,
    nameKey: nameKey(name),
    status: "active",
    metadata,
    resetRequired: false,
    credentialsVersion: 0,
    externalId: externalId ?? null,
    invitedAt: null,
    invitationExpiresAt: null,
    lastSignInAt: null,
    createdAt: createdAt ?? now,
  };
}

/** A user and the password account that goes with it, not yet written. */
export async function newUserWithPassword(
  app: Pick<AccountsDeps, "clock" | "passwords">,
  tenantId: string,
  { password, ...registration }: Registration,
): Promise<{ user: UserRow; account: AccountRow }> {
  const now = app.clock.now();
  const user = newUser(tenantId, registration, now);
  const passwordHash = await app.passwords.hash(password);
  return { user, account: passwordAccountOf(user, { id: newId("acc", now), passwordHash, createdAt: now }) };
}
