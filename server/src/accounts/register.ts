import { resetAttempts } from "../attempts/count-attempt.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { planLimitExceeded, requireUserCapacity } from "../plans/plan.ts";
import { sha256, toBase64Url } from "../ports/encoding.ts";
import { newId } from "../ports/ids.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { newCode, sendTokenEmail } from "../verification/issue-token.ts";
import { newVerificationToken } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";
import { requireOtherThanEnterprise } from "./enterprise-domain.ts";
import { nameKey } from "./inputs.ts";
import { assertMayRegister } from "./registration-policy.ts";
import { passwordAccountOf } from "./store.ts";

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
}

/** Bytes of a registration token: 256 bits. */
const TOKEN_BYTES = 32;

/** Next step after registration. */
export type NextStep = "login" | "verify_email";

type Deps = Pick<
  AccountsDeps,
  | "tenants"
  | "auth"
  | "clock"
  | "passwords"
  | "blocklist"
  | "codes"
  | "outbox"
  | "config"
  | "attempts"
  | "enterpriseDomains"
>;

/**
 * Registers a user and sends a verification email. The registration token shows later that the client which confirms the email also
 * chose the password. If the email is taken, its owner is notified instead, and the caller gets
 * the same result after the same work: two hashes, the same statements, one email.
 *
 * Throws `sign_in_method_off`, `enterprise_sign_in_required`, `registration_closed`, `plan_limit_exceeded`, `weak_password`, `busy`, and `forbidden` for the platform's own tenant.
 */
export async function register(
  app: Deps,
  tenant: Tenant,
  registration: Registration,
): Promise<{ next: NextStep; registrationToken: string }> {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  const { email, password } = registration;
  if (!settingsOf(tenant).signInMethods.includes("password")) throw new AppError("sign_in_method_off");
  await requireOtherThanEnterprise(app, tenant, email);
  assertMayRegister(tenant, email);
  await requireUserCapacity(app, tenant);
  await checkPassword(app, { tenant, email }, password);
  const made = await newUserWithPassword(app, tenant.id, registration);
  const { account } = made;
  const registrationToken = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const user = { ...made.user, registrationHash: await sha256(registrationToken) };
  const fresh = await newVerificationToken("verify_email", user.createdAt);
  const taken = await newVerificationToken("already_registered", user.createdAt);
  const { code, stored } = await newCode(app, tenant, fresh);
  const { registered, isFull, to } = await app.auth.register(user, account, {
    fresh: { token: fresh, tenantId: tenant.id, to: { user: user.id }, code: stored },
    taken: { token: taken, tenantId: tenant.id, to: { emailKey: user.emailKey, except: user.id } },
  });
  // A concurrent registration used up the plan's limit.
  if (isFull) throw planLimitExceeded(tenant.limits.users);
  await sendTokenEmail(app, tenant, registered ? fresh : taken, to, { code });
  if (settingsOf(tenant).requireVerifiedEmail) return { next: "verify_email", registrationToken };
  // Failed attempts from before the account existed don't count against its owner. If the email was taken, the same work
  // clears nothing. Where emails must be verified, verification clears them: doing it here would reveal a free email.
  await resetAttempts(app, tenant, registered ? user.emailKey : user.id);
  return { next: "login", registrationToken };
}

/** Fields of a user to be created. */
export interface NewUser {
  readonly email: string;
  readonly name: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly emailVerified?: boolean;
  readonly externalId?: string | undefined;
  /** Creation time in another system; defaults to now. */
  readonly createdAt?: Date | undefined;
}

/** Builds the row of a user, without writing it. */
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
    firstVerifiedAt: emailVerified ? now : null,
    registrationHash: null,
    hasSecondFactor: false,
    secondFactorRequired: false,
    factorsResetAt: null,
    createdAt: createdAt ?? now,
  };
}

/** Builds the rows of a user and their password account, without writing them. */
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
