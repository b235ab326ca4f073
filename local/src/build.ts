import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { run } from "./run.ts";

const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

/** Where the built Worker lies; the same bundle that would be deployed. */
export const BUNDLE = join(ROOT, "server/dist/worker");

/** Bundles the Worker as a deployment does, without deploying it. Takes about two seconds. */
export async function buildWorker(): Promise<void> {
  await run(WRANGLER, ["deploy", "--dry-run", "--env", "", "--outdir", BUNDLE]);
  if (!existsSync(join(BUNDLE, "worker.js"))) throw new Error(`The build left no worker.js in ${BUNDLE}.`);
}

/** Brings the D1 database of a state folder up to date. */
export async function migrate(state: string): Promise<void> {
  await run(WRANGLER, ["d1", "migrations", "apply", "DB", "--local", "--env", "", "--persist-to", state]);
}

/** The bundle's modules beside the main one. */
export function wasmModules(): string[] {
  return readdirSync(BUNDLE).filter((name) => name.endsWith(".wasm"));
}
