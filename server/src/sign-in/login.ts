import { requireOtherThanEnterprise } from "../accounts/enterprise-domain.ts";
import { rehash, verifyPassword } from "../accounts/verify-password.ts";
import { type AttemptRequest, countAttempt, runAttempt } from "../attempts/count-attempt.ts";
import type { AuditEntry } from "../audit/entry.ts";
import type { SessionClient } from "../sessions/session.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { factorsAt } from "../shared/factors.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { completeSignIn, type SignedIn } from "./complete-sign-in.ts";
import type { SignInDeps } from "./deps.ts";
import { assertMayEnter, isUnverified } from "./sign-in-policy.ts";

type Deps = Pick<
  SignInDeps,
  | "auth"
  | "sessions"
  | "clock"
  | "passwords"
  | "signingKeys"
  | "accessTokens"
  | "refreshTokens"
  | "attempts"
  | "challenges"
  | "factors"
  | "hasRelation"
  | "enterpriseDomains"
  | "signInStates"
  | "trustedDevices"
  | "outbox"
>;

/**
 * Signs a user in with a password, and opens a session. An unknown email takes the same work as a wrong password and gets
 * the same result. So does an email that must be verified first: otherwise a stranger who just registered it could tell
 * whether it was free.
 *
 * Throws what `countAttempt` throws, `enterprise_sign_in_required`, `invalid_credentials`, `busy`, and what the sign-in policy throws.
 */
export async function login(
  app: Deps,
  tenant: Tenant,
  client: SessionClient,
  {
    email,
    password,
    entry,
    deviceToken,
    ...request
  }: {
    readonly email: string;
    readonly password: string;
    readonly entry: AuditEntry;
    /** The secret of a device that the user trusts. */
    readonly deviceToken: string | undefined;
  } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<SignedIn> {
  if (!settingsOf(tenant).signInMethods.includes("password")) throw new AppError("sign_in_method_off");
  // By the domain alone, before any account is looked up.
  await requireOtherThanEnterprise(app, tenant, email);
  const account = emailKey(email);
  const device = await trustedDevice(app, tenant, account, deviceToken);
  // The row is read in parallel, and used only once the attempt was counted.
  const [attempt, found] = await Promise.all([
    countAttempt(app, tenant, { ...request, kind: "password", account, device }),
    app.auth.findForLogin(tenant.id, account),
  ]);
  const passwordHash = found === undefined || isUnverified(tenant, found.user) ? null : found.passwordHash;
  const matches = await runAttempt(attempt, async () => await verifyPassword(app, password, passwordHash));
  if (found === undefined || passwordHash === null || !matches) throw new AppError("invalid_credentials");

  const { user } = found;
  entry.subject = user.id;
  const open = async () => {
    assertMayEnter(tenant, user);
    await rehash(app, user.id, password, passwordHash);
    const factors = factorsAt(device === undefined ? ["pwd"] : ["pwd", "device"], app.clock.now());
    return await completeSignIn(app, tenant, client, { user, factors, entry, isDomainOpen: true });
  };
  // The password was right, even if the sign-in policy refuses the user.
  const [opening, counting] = [open(), attempt.succeed()];
  await Promise.allSettled([opening, counting]);
  await counting;
  return await opening;
}

/** The secret of the client's device, if the account's user trusts it. */
export async function trustedDevice(
  { trustedDevices, clock }: Pick<SignInDeps, "trustedDevices" | "clock">,
  tenant: Tenant,
  account: string,
  token: string | undefined,
): Promise<string | undefined> {
  if (token === undefined) return undefined;
  const within = { days: settingsOf(tenant).trustedDeviceDays, now: clock.now() };
  return (await trustedDevices.isTrusted(tenant.id, account, token, within)) ? token : undefined;
}
