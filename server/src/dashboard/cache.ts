import SuperJSON from "superjson";
import { readCached, writeCached } from "../shared/cache.ts";
import type { DashboardDeps } from "./deps.ts";

/** Maximum age of a cached result in seconds, which is KV's minimum lifetime. */
export const CACHE_SECONDS = 60;

interface Request {
  /** Identifies the request with all its parameters. */
  readonly key: string;
  /** Whether to skip the cache. */
  readonly fresh: boolean;
}

/** The result of `work`, at most 60 seconds old, from this or another location. Only for figures that people read. */
export async function cached<Answer>(
  { dashboardCache, clock }: Pick<DashboardDeps, "dashboardCache" | "clock">,
  { key, fresh }: Request,
  work: () => Promise<Answer>,
): Promise<Answer & { at: Date }> {
  const now = clock.now();
  const text = fresh ? null : await readCached(dashboardCache, key);
  if (text !== null) {
    const stored = SuperJSON.parse<Answer & { at: Date }>(text);
    // KV may return a value after its lifetime.
    if (now.getTime() - stored.at.getTime() < CACHE_SECONDS * 1000) return stored;
  }
  const answer = { ...(await work()), at: now };
  await writeCached(dashboardCache, key, SuperJSON.stringify(answer), CACHE_SECONDS);
  return answer;
}
