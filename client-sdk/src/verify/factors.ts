import type { VerifiedToken } from "./verified-token.ts";
import { verifyError } from "./verify-error.ts";

/** What a sign-in has to have been, for something that asks more than being signed in. */
export interface FactorRequirements {
  /** Methods (RFC 8176, such as `pwd` or `otp`) of which the user has to have used each. */
  readonly requireFactor?: string | readonly string[] | undefined;
  /** So many seconds ago at most: each method in `requireFactor`, or whichever the user last used where none is named. */
  readonly maxFactorAgeSeconds?: number | undefined;
}

/**
 * Throws `factor_required` where a method was not used, and `reauthentication_required` where that is too long ago.
 *
 * Source: OpenID Connect Core §3.1.2.1 (`max_age`); RFC 9470 has the same for resource servers.
 */
export function requireFactors(
  { factors, authenticatedAt }: Pick<VerifiedToken, "factors" | "authenticatedAt">,
  { requireFactor = [], maxFactorAgeSeconds = Number.POSITIVE_INFINITY }: FactorRequirements,
  now: Date,
): void {
  const wanted = [requireFactor].flat();
  const isUsed = (name: string) => Object.hasOwn(factors, name);
  const unused = wanted.filter((name) => !isUsed(name));
  if (unused.length > 0) throw verifyError("factor_required", { missing: unused });
  const oldest = now.getTime() - maxFactorAgeSeconds * 1000;
  const isOld = (time = authenticatedAt) => !(time.getTime() >= oldest);
  const old = wanted.length > 0 ? wanted.filter((name) => isOld(factors[name])) : Object.keys(factors);
  if (wanted.length > 0 ? old.length === 0 : !isOld()) return;
  throw verifyError("reauthentication_required", { missing: old, maxFactorAgeSeconds });
}
