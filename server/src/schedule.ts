import type { App } from "./app.ts";
import { tendKeys } from "./auth/key-rotation.ts";
import { resealKeys } from "./auth/reseal-keys.ts";

/** What is due every few minutes, by name. Each may run twice at once, and be cut off anywhere. */
const JOBS: Readonly<Record<string, (app: App) => Promise<unknown>>> = {
  tendKeys,
  resealKeys,
};

/** Runs every job, whatever becomes of the others; what each did is for the operators. Throws if one failed. */
export async function runSchedule(app: App): Promise<void> {
  const failures: unknown[] = [];
  for (const [job, work] of Object.entries(JOBS)) {
    try {
      console.info(JSON.stringify({ level: "info", job, result: await work(app) }));
    } catch (error) {
      failures.push(error);
      console.error(JSON.stringify({ level: "error", job, error: `${error}` }));
    }
  }
  if (failures.length > 0) throw failures[0];
}
