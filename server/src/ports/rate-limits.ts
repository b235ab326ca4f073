/** How often a procedure may be called, by whom `counterOf` says. The limits themselves stand in wrangler.jsonc. */
export type RateLimitClass = "credentials" | "standard" | "checks";

/** How long a refused caller is asked to wait: the period of the bindings, in seconds. */
export const RATE_LIMIT_PERIOD_SECONDS = 60;

export interface RateLimits {
  /** Counts one call. Whether it is within the limit; approximate, as the platform's counters are per place. */
  allow(limit: RateLimitClass, key: string): Promise<boolean>;
}

export function bindRateLimits(bindings: Record<RateLimitClass, RateLimit>): RateLimits {
  return {
    async allow(limit, key) {
      const { success } = await bindings[limit].limit({ key });
      return success;
    },
  };
}
