/** Rate limit of a procedure, counted per `counterOf`. The limits themselves are in wrangler.jsonc. */
export type RateLimitClass = "credentials" | "standard" | "checks";

/** Wait of a refused caller in seconds: the period of the bindings. */
export const RATE_LIMIT_PERIOD_SECONDS = 60;

export interface RateLimits {
  /** Counts one call. Returns whether it is within the limit; approximate, since the platform counts per location. */
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
