import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { run } from "./run.ts";

const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

/** Where the built Worker lies; the same bundle that would be deployed. */
export const BUNDLE = join(ROOT, "server/dist/worker");

/** Bundles the Worker as a deployment does, without deploying it. Takes about two seconds. */
export async function buildWorker(): Promise<void> {
  await bundle("wrangler.jsonc", BUNDLE);
}

/** Bundles the Worker that a configuration describes. Whoever reads the folder meanwhile finds whole files in it. */
export async function bundle(config: string, folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  await run(WRANGLER, ["deploy", "--dry-run", "--config", config, "--env", "", "--outdir", fresh]);
  if (!existsSync(join(fresh, "worker.js"))) throw new Error(`The build left no worker.js in ${fresh}.`);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(folder, name));
  rmSync(fresh, { recursive: true });
}

/** Brings the D1 database of a state folder up to date. The state says which migrations it has: wrangler takes seconds to look. */
export async function migrate(state: string): Promise<void> {
  const names = readdirSync(join(ROOT, "drizzle/migrations")).filter((name) => name.endsWith(".sql"));
  const present = `${names.sort().join("\n")}\n`;
  const file = join(state, "migrations.txt");
  if (existsSync(file) && readFileSync(file, "utf8") === present) return;
  await run(WRANGLER, ["d1", "migrations", "apply", "DB", "--local", "--env", "", "--persist-to", state]);
  writeFileSync(file, present);
}

const KINDS = { wasm: "CompiledWasm", txt: "Text", html: "Text" } as const;

/** A bundle's modules, as Miniflare takes them: the main one, and what it imports. */
export function modulesOf(folder: string) {
  const main = join(folder, "worker.js");
  const text = readFileSync(main, "utf8");
  const imported = Object.entries(KINDS).flatMap(([extension, type]) =>
    readdirSync(folder)
      // A folder that was built into before holds what an earlier bundle imported, too.
      .filter((name) => name.endsWith(`.${extension}`) && text.includes(name))
      .map((name) => ({ type, path: join(folder, name) })),
  );
  return [{ type: "ESModule" as const, path: main }, ...imported];
}
