import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "@cf-auth/local/build";
import type { SecondWorker, Stack } from "@cf-auth/local/stack";

const BENCH = fileURLToPath(new URL("../../", import.meta.url));
const CONFIG = join(BENCH, "floor/wrangler.jsonc");
const BUNDLE = join(BENCH, "dist/floor");

/** Builds the Worker of `tools/bench/floor`, to run beside ours. */
export async function buildFloor(): Promise<SecondWorker> {
  await bundle(CONFIG, BUNDLE);
  return { bundle: BUNDLE, config: CONFIG };
}

/** URL of a procedure of the floor. */
export function floorUrl({ besideUrl }: Pick<Stack, "besideUrl">, procedure: string): string {
  if (besideUrl === undefined) throw new Error("There is no floor beside the Worker.");
  return `${besideUrl}/trpc/${procedure}`;
}
