import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { requireOpen } from "../shared/tenant-status.ts";
import type { SignInDeps } from "./deps.ts";

/** A user who signs in or refreshes a session. */
export interface Candidate {
  readonly tenant: Tenant;
  readonly user: UserRow;
  /** Methods by which the user was authenticated (RFC 8176). */
  readonly methods: readonly string[];
}

/**
 * Applies the sign-in policy, which every sign-in and every refresh must pass. Throws what `requireOpen` throws,
 * `user_banned`, `password_reset_required`, `email_unverified` and `factor_required`.
 */
export function assertCanSignIn(
  { requiredFactors }: Pick<SignInDeps, "requiredFactors">,
  { tenant, user, methods }: Candidate,
): void {
  requireOpen(tenant);
  if (user.status !== "active") throw new AppError("user_banned");
  if (user.resetRequired) throw new AppError("password_reset_required");
  if (isUnverified(tenant, user)) throw new AppError("email_unverified");
  const missing = requiredFactors(tenant, user).filter((factor) => !methods.includes(factor));
  if (missing.length > 0) throw new AppError("factor_required", { missing });
}

/** True if the tenant requires verified emails and the user's isn't verified. */
export function isUnverified(tenant: Tenant, { emailVerifiedAt }: Pick<UserRow, "emailVerifiedAt">): boolean {
  return emailVerifiedAt === null && settingsOf(tenant).requireVerifiedEmail;
}
