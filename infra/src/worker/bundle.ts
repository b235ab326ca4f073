import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync, parse } from "es-module-lexer";
import { ROOT } from "../root.ts";

/** The output folder of `npm run build-worker`. */
export const BUNDLE = join(ROOT, "server/dist/worker");

export const MAIN_MODULE = "worker.js";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  js: "application/javascript+module",
  wasm: "application/wasm",
  txt: "text/plain",
  html: "text/plain",
  bin: "application/octet-stream",
  map: "application/source-map",
};

/** A file of the built Worker in the form of the Workers API. */
export interface WorkerModule {
  readonly name: string;
  readonly contentType: string;
  readonly contentFile: string;
}

/** Removes the content hash that wrangler puts in file names, so that the order of modules is stable. */
function withoutHash(name: string): string {
  return name.replace(/^[0-9a-f]{40}-/, "");
}

/**
 * The built Worker's modules by name: the main module, its imports and its source map. Files of earlier builds in the
 * folder are ignored. Throws if nothing was built.
 */
export function readBundle(folder = BUNDLE): readonly WorkerModule[] {
  const main = join(folder, MAIN_MODULE);
  if (!existsSync(main)) throw new Error(`There is no built Worker in ${folder}. Run \`npm run build-worker\` first.`);
  const text = readFileSync(main, "utf8");
  return readdirSync(folder)
    .filter((name) => name === MAIN_MODULE || text.includes(name))
    .sort((a, b) => (withoutHash(a) < withoutHash(b) ? -1 : 1))
    .map((name) => {
      const contentType = CONTENT_TYPES[name.slice(name.lastIndexOf(".") + 1)];
      if (contentType === undefined) throw new Error(`The built Worker imports ${name}, whose file type is unknown.`);
      return { name, contentType, contentFile: join(folder, name) };
    });
}

/** Names that the built Worker's main module exports. */
export function exportsOf(modules: readonly WorkerModule[]): readonly string[] {
  const main = modules.find(({ name }) => name === MAIN_MODULE);
  if (main === undefined) throw new Error(`The built Worker has no ${MAIN_MODULE}.`);
  initSync();
  const [, exported] = parse(readFileSync(main.contentFile, "utf8"));
  return exported.map(({ n }) => n).sort();
}
