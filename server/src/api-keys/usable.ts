import { isWithin } from "../shared/ip-address.ts";
import { isAllowedOrigin } from "../shared/origin.ts";
import type { ApiKeyRow } from "./store.ts";

/** Where a request with a key comes from. */
export interface KeySource {
  /** In the form that `addressOf` gives. */
  readonly address: string;
  /** The header `Origin`, where a browser sends it, and the origin that was asked. */
  readonly origin: string | undefined;
  readonly requestedOrigin: string;
}

export type KeyEnd = "key_revoked" | "key_expired" | "key_replaced";
export type KeyProblem = KeyEnd | "key_disabled" | "ip_not_allowed";

type KeyTimes = Pick<ApiKeyRow, "revokedAt" | "expiresAt" | "retiresAt">;

/** Why a key has come to its end; undefined while it has not. */
export function keyEndOf({ revokedAt, expiresAt, retiresAt }: KeyTimes, now: Date): KeyEnd | undefined {
  if (revokedAt !== null) return "key_revoked";
  if (expiresAt !== null && expiresAt <= now) return "key_expired";
  return retiresAt !== null && retiresAt <= now ? "key_replaced" : undefined;
}

/** Until when a key works if nobody ends it, in milliseconds since 1970; infinite where it has no end. */
export function keyEndsAt({ expiresAt, retiresAt }: Pick<KeyTimes, "expiresAt" | "retiresAt">): number {
  return Math.min(...[expiresAt, retiresAt].map((end) => end?.getTime() ?? Number.POSITIVE_INFINITY));
}

/** Why a key does not work for whoever comes with it from an address; undefined where it does. */
export function keyProblemOf(key: ApiKeyRow, now: Date, address: string): KeyProblem | undefined {
  const end = keyEndOf(key, now);
  if (end !== undefined) return end;
  if (!key.enabled) return "key_disabled";
  const { allowedIpRanges } = key;
  return allowedIpRanges.length === 0 || isWithin(address, allowedIpRanges) ? undefined : "ip_not_allowed";
}

/**
 * An origin is what browsers say of the page that asks; what is no browser says what it likes. So it keeps other people's
 * pages from using a key, and a request without one, which no page of another origin can make with a key, is let through.
 */
export function isAllowedOnOrigin({ allowedOrigins, mode }: ApiKeyRow, { origin, requestedOrigin }: KeySource): boolean {
  if (allowedOrigins.length === 0 || origin === undefined || origin === requestedOrigin) return true;
  return isAllowedOrigin(allowedOrigins, origin, mode);
}
