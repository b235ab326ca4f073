import type { RateLimitClass, RateLimits } from "../src/ports/rate-limits.ts";

/** Rate limits that count as the platform's do, without a clock: so long as a test takes, nothing is forgotten. */
export function countedLimits(limits: Partial<Record<RateLimitClass, number>> = {}): RateLimits {
  const counts = new Map<string, number>();
  return {
    async allow(limit, key) {
      const count = (counts.get(`${limit} ${key}`) ?? 0) + 1;
      counts.set(`${limit} ${key}`, count);
      return count <= (limits[limit] ?? Number.POSITIVE_INFINITY);
    },
  };
}
