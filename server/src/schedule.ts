import type { App } from "./app.ts";
import { finishDeletions } from "./auth/delete-user.ts";
import { tendKeys } from "./auth/key-rotation.ts";
import { pruneProofs } from "./auth/proofs/prune-proofs.ts";
import { resealKeys } from "./auth/reseal-keys.ts";
import { tendPlatform } from "./platform/tend-platform.ts";
import { failureText } from "./ports/database.ts";
import { purgeTenants } from "./tenants/purge.ts";
import { reconcileTenants } from "./tenants/settle.ts";

/** Does what is due, if anything, and says what it did. It may run twice at once, and be cut off anywhere. */
type Job = (app: App) => Promise<object | undefined>;

/** What is looked after every few minutes, by name. */
const JOBS: Readonly<Record<string, Job>> = {
  rotateDueKeys: tendKeys,
  reencryptKeys: resealKeys,
  purgeTenants,
  reconcileTenants,
  reconcilePlatform: tendPlatform,
  finishDeletions,
  pruneVerificationTokens: pruneProofs,
};

/** Runs every job, whatever becomes of the others; what was done is for the operators to read. Throws if one failed. */
export async function runSchedule(app: App): Promise<void> {
  const failures: unknown[] = [];
  for (const [job, work] of Object.entries(JOBS)) {
    try {
      const done = await work(app);
      if (done !== undefined) console.info(JSON.stringify({ level: "info", job, ...done }));
    } catch (error) {
      failures.push(error);
      console.error(JSON.stringify({ level: "error", job, error: failureText(error) }));
    }
  }
  if (failures.length > 0) throw failures[0];
}
