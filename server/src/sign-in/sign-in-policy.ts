import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { requireOpen } from "../shared/tenant-status.ts";
import type { SignInDeps } from "./deps.ts";

/** Who wants in, or to stay in. */
export interface Candidate {
  readonly tenant: Tenant;
  readonly user: UserRow;
  /** By which methods (RFC 8176) they have shown who they are. */
  readonly methods: readonly string[];
}

/**
 * What every way of signing in, and of staying signed in, has to pass. Throws what `requireOpen` throws,
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

/** Whether the tenant wants the user's email to be verified first. */
export function isUnverified(tenant: Tenant, { emailVerifiedAt }: Pick<UserRow, "emailVerifiedAt">): boolean {
  return emailVerifiedAt === null && settingsOf(tenant).requireVerifiedEmail;
}
