import { isWithin } from "../shared/ip-address.ts";
import { isAllowedOrigin } from "../shared/origin.ts";
import type { ApiKeyRow } from "./store.ts";

/** The source of a request with a key. */
export interface KeySource {
  /** In the form that `addressOf` returns. */
  readonly address: string;
  /** The `Origin` header, if a browser sent one, and the origin of the requested URL. */
  readonly origin: string | undefined;
  readonly requestedOrigin: string;
}

export type KeyEnd = "key_revoked" | "key_expired" | "key_replaced";
export type KeyProblem = KeyEnd | "key_disabled" | "ip_not_allowed";

type KeyTimes = Pick<ApiKeyRow, "revokedAt" | "expiresAt" | "retiresAt">;

/** The reason why a key has ended; undefined while it hasn't. */
export function keyEndOf({ revokedAt, expiresAt, retiresAt }: KeyTimes, now: Date): KeyEnd | undefined {
  if (revokedAt !== null) return "key_revoked";
  if (expiresAt !== null && expiresAt <= now) return "key_expired";
  return retiresAt !== null && retiresAt <= now ? "key_replaced" : undefined;
}

/** The time when a key expires or retires, in milliseconds since 1970; infinite if it has no end. */
export function keyEndsAt({ expiresAt, retiresAt }: Pick<KeyTimes, "expiresAt" | "retiresAt">): number {
  return Math.min(...[expiresAt, retiresAt].map((end) => end?.getTime() ?? Number.POSITIVE_INFINITY));
}

/** The reason why a key can't be used from an IP address; undefined if it can. */
export function keyProblemOf(key: ApiKeyRow, now: Date, address: string): KeyProblem | undefined {
  const end = keyEndOf(key, now);
  if (end !== undefined) return end;
  if (!key.enabled) return "key_disabled";
  const { allowedIpRanges } = key;
  return allowedIpRanges.length === 0 || isWithin(address, allowedIpRanges) ? undefined : "ip_not_allowed";
}

/**
 * True if the key may be used by a page of this origin. Browsers set the header truthfully; other programs can send
 * anything. So the list keeps other sites' pages from using a key. A request without an origin is allowed, because no
 * page of another origin can send one with a key.
 */
export function isAllowedOnOrigin(
  { allowedOrigins, mode }: ApiKeyRow,
  { origin, requestedOrigin }: KeySource,
): boolean {
  if (allowedOrigins.length === 0 || origin === undefined || origin === requestedOrigin) return true;
  return isAllowedOrigin(allowedOrigins, origin, mode);
}
