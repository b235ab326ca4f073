const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Delays between the attempts of a delivery, 72 hours in total. */
const DELAYS_MS = [
  ...[5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, 20 * HOUR + 23 * MINUTE + 55 * SECOND],
];
/** Longest `Retry-After` of a receiver that is respected. */
const MAX_RETRY_AFTER_MS = 24 * HOUR;

/** Maximum time from the first attempt to the last: the delays with their jitter. A long `Retry-After` takes attempts away. */
export const MAX_AGE_MS = 80 * HOUR;
/** Maximum number of attempts of a delivery. */
export const MAX_ATTEMPTS = DELAYS_MS.length + 1;

/**
 * Delay in milliseconds after this many failed attempts; undefined after the last. A jitter of 10% spreads out deliveries that failed
 * together. A receiver's `Retry-After` makes it longer, up to 24 hours.
 */
export function retryDelay(attempts: number, random: () => number, retryAfterMs = 0): number | undefined {
  const delay = DELAYS_MS[attempts - 1];
  if (delay === undefined) return undefined;
  return Math.max(Math.round(delay * (0.9 + random() / 5)), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}
