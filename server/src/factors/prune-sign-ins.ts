import { after } from "../shared/session-lifetimes.ts";
import type { FactorsDeps } from "./deps.ts";

/** Time for which a state is kept after it expired, so that its client still learns what became of it. */
const RETENTION_SECONDS = 24 * 60 * 60;
/** Maximum number of rows deleted per run and table; the rest waits for the next run. */
const MAX_PER_RUN = 2000;

/** Deletes sign-ins and trusted devices that expired more than a day ago. */
export async function pruneSignIns({
  signInStates,
  trustedDevices,
  clock,
}: Pick<FactorsDeps, "signInStates" | "trustedDevices" | "clock">) {
  const before = after(clock.now(), -RETENTION_SECONDS);
  const states = await signInStates.prune(before, MAX_PER_RUN);
  const devices = await trustedDevices.prune(before, MAX_PER_RUN);
  return states + devices === 0 ? undefined : { states, devices };
}
