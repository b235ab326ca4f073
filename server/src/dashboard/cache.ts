import SuperJSON from "superjson";
import type { DashboardDeps } from "./deps.ts";

/** How old an answer of the dashboard may be, in seconds; the least that KV keeps anything. */
export const KEPT_SECONDS = 60;

interface Request {
  /** Says what is asked, whole. */
  readonly key: string;
  /** Whether an answer is wanted that was made now. */
  readonly fresh: boolean;
}

/** What `work` answers, or answered at most a minute ago, here or at another edge. Only numbers for people come from here. */
export async function kept<Answer>(
  { dashboardCache, clock }: Pick<DashboardDeps, "dashboardCache" | "clock">,
  { key, fresh }: Request,
  work: () => Promise<Answer>,
): Promise<Answer & { at: Date }> {
  const now = clock.now();
  const text = fresh ? null : await dashboardCache.get(key);
  if (text !== null) {
    const stored = SuperJSON.parse<Answer & { at: Date }>(text);
    // KV may hold on to it for longer than it was told.
    if (now.getTime() - stored.at.getTime() < KEPT_SECONDS * 1000) return stored;
  }
  const answer = { ...(await work()), at: now };
  await dashboardCache.put(key, SuperJSON.stringify(answer), { expirationTtl: KEPT_SECONDS });
  return answer;
}
