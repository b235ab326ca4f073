import { requireProviderOfDomain } from "../accounts/enterprise-domain.ts";
import { missingFactors, sufficesToSignIn } from "../factors/second-factor.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Factors } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { requireOpen } from "../shared/tenant-status.ts";
import type { SignInDeps } from "./deps.ts";

/** A user who signs in or refreshes a session. */
export interface Candidate {
  readonly tenant: Tenant;
  readonly user: UserRow;
  /** Factors that the user has shown. */
  readonly factors: Factors;
  /** Whether the domain of the email was found to let these factors pass in this call, so that it need not be read again. */
  readonly isDomainOpen?: boolean;
}

/** Seconds within which a sign-in that lacks a factor can be completed. */
export const SIGN_IN_SECONDS = 10 * 60;

/** What the state of a sign-in that lacks a factor has. */
export interface BegunSignIn {
  readonly factors: Factors;
  readonly credentialsVersion: number;
}

/**
 * Applies the sign-in policy, which every sign-in and every refresh must pass. Throws the errors of `assertMayEnter`,
 * `enterprise_sign_in_required`, and
 * `factor_required` with the token of a sign-in that `auth.stepUp` completes.
 */
export async function assertCanSignIn(
  app: Pick<SignInDeps, "factors" | "hasRelation" | "signInStates" | "clock" | "enterpriseDomains">,
  { tenant, user, factors, isDomainOpen = false }: Candidate,
): Promise<void> {
  assertMayEnter(tenant, user);
  if (!isDomainOpen) await requireProviderOfDomain(app, { user, factors });
  if (await sufficesToSignIn(app, tenant, user, factors)) return;
  const now = app.clock.now();
  const data: BegunSignIn = { factors, credentialsVersion: user.credentialsVersion };
  const state = { kind: "second_factor", tenantId: tenant.id, userId: user.id, seconds: SIGN_IN_SECONDS } as const;
  const signInToken = await app.signInStates.issue({ ...state, data: { ...data } }, now);
  const missing = await missingFactors(app, tenant, user, factors);
  const expiresAt = after(now, SIGN_IN_SECONDS);
  throw new AppError("factor_required", { ...missing, signInToken, expiresAt: expiresAt.toISOString() });
}

/**
 * Applies the part of the policy that is the same whatever the factors. Throws what `requireOpen` throws, `user_banned`,
 * `password_reset_required` and `email_unverified`.
 */
export function assertMayEnter(tenant: Tenant, user: UserRow): void {
  requireOpen(tenant);
  if (user.status !== "active") throw new AppError("user_banned");
  if (user.resetRequired) throw new AppError("password_reset_required");
  if (isUnverified(tenant, user)) throw new AppError("email_unverified");
}

/** True if the tenant requires verified emails and the user's isn't verified. */
export function isUnverified(tenant: Tenant, { emailVerifiedAt }: Pick<UserRow, "emailVerifiedAt">): boolean {
  return emailVerifiedAt === null && settingsOf(tenant).requireVerifiedEmail;
}
