import type { VerifiedToken } from "./verified-token.ts";
import { verifyError } from "./verify-error.ts";

/** Requirements on the sign-in behind a token, for step-up authentication. */
export interface FactorRequirements {
  /** Authentication methods (RFC 8176, such as `pwd` or `otp`) that the user must all have used. Defaults to none. */
  readonly requireFactor?: string | readonly string[] | undefined;
  /** Maximum age in seconds of each method in `requireFactor`, or of the latest method if none is named. Defaults to no limit. */
  readonly maxFactorAgeSeconds?: number | undefined;
}

/**
 * Throws `factor_required` if a method was not used, and `reauthentication_required` if it was used too long ago.
 *
 * Source: OpenID Connect Core §3.1.2.1 (`max_age`); RFC 9470 has the same for resource servers.
 */
export function requireFactors(
  { factors, authenticatedAt }: Pick<VerifiedToken, "factors" | "authenticatedAt">,
  { requireFactor = [], maxFactorAgeSeconds = Number.POSITIVE_INFINITY }: FactorRequirements,
  now: Date,
): void {
  const required = [requireFactor].flat();
  const isUsed = (name: string) => Object.hasOwn(factors, name);
  const unused = required.filter((name) => !isUsed(name));
  if (unused.length > 0) throw verifyError("factor_required", { missing: unused });
  const oldest = now.getTime() - maxFactorAgeSeconds * 1000;
  const isOld = (time = authenticatedAt) => !(time.getTime() >= oldest);
  const old = required.length > 0 ? required.filter((name) => isOld(factors[name])) : Object.keys(factors);
  if (required.length > 0 ? old.length === 0 : !isOld()) return;
  throw verifyError("reauthentication_required", { missing: old, maxFactorAgeSeconds });
}
