import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { run } from "./run.ts";
import { newestIn, timeOf } from "./time-of.ts";

const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

/** Folder of the built Worker: the same bundle that a deployment uploads. */
export const BUNDLE = join(ROOT, "server/dist/worker");

/** esbuild's metafile of a bundle: which files are in it. It lies beside the folder, which has only the bundle. */
export const metafileOf = (folder: string): string => `${folder}.metafile.json`;

/** Everything that the bundle is made of. */
const SOURCES = [
  "tools/blocklist/src",
  "drizzle/migration-rules.ts",
  "drizzle/schema.ts",
  "engine/src",
  "model-language/src",
  "package-lock.json",
  "server/src",
  "server/viewer",
  "tools/local/src/build.ts",
  "wrangler.jsonc",
];

/**
 * Bundles the Worker as a deployment does, without deploying it. Takes two seconds, or none if no source has changed since
 * the last build.
 */
export async function buildWorker(): Promise<void> {
  const main = join(BUNDLE, "worker.js");
  const newest = Math.max(...SOURCES.map((path) => newestIn(join(ROOT, path))));
  if (Math.min(timeOf(main), timeOf(metafileOf(BUNDLE))) > newest) return;
  const started = new Date();
  await bundle("wrangler.jsonc", BUNDLE);
  // A source that changed during the build is newer than the bundle.
  utimesSync(main, started, started);
}

/**
 * Bundles the Worker that a configuration describes. The same sources give the same bytes, in whichever folder they are.
 * Readers of the folder always find complete files.
 */
export async function bundle(config: string, folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  const args = ["deploy", "--dry-run", "--config", config, "--env", "", "--outdir", fresh, "--metafile"];
  await run(WRANGLER, args);
  if (!existsSync(join(fresh, "worker.js"))) throw new Error(`The build left no worker.js in ${fresh}.`);
  removeBuildDetails(fresh);
  mkdirSync(folder, { recursive: true });
  renameSync(join(fresh, "bundle-meta.json"), metafileOf(folder));
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(folder, name));
  rmSync(fresh, { recursive: true });
}

/** wrangler leaves the build's absolute path in the source map, and its time in a README. */
function removeBuildDetails(folder: string): void {
  const file = join(folder, "worker.js.map");
  const { sourceRoot: _, ...map } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify(map));
  rmSync(join(folder, "README.md"), { force: true });
}

const KINDS = { wasm: "CompiledWasm", txt: "Text", html: "Text", bin: "Data" } as const;

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
