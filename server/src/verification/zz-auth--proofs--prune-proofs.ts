import type { App } from "../app.ts";
import { after } from "../shared/session-lifetimes.ts";

/** What a user was sent is of no use once it has ended; so long it says what became of it, to the user as well. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
/** How many go in one run; the rest waits for the next. */
const AT_ONCE = 1000;

/** Forgets proofs that ended long ago. */
export async function pruneProofs({ proofs, clock }: Pick<App, "proofs" | "clock">) {
  const pruned = await proofs.prune(after(clock.now(), -KEPT_SECONDS), AT_ONCE);
  return pruned === 0 ? undefined : { pruned };
}
