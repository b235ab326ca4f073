import { after } from "../shared/session-lifetimes.ts";
import type { SessionsDeps } from "./deps.ts";

/** Retention of sessions that have expired: 7 days, during which a refresh says why it is refused. */
const RETENTION_SECONDS = 7 * 24 * 60 * 60;
/** Maximum number of sessions deleted per run; the rest waits for the next run. */
const MAX_PER_RUN = 1000;

/** Deletes sessions that expired more than 7 days ago. */
export async function pruneSessions({ sessions, clock }: Pick<SessionsDeps, "sessions" | "clock">) {
  const pruned = await sessions.prune(after(clock.now(), -RETENTION_SECONDS), MAX_PER_RUN);
  return pruned === 0 ? undefined : { pruned };
}
