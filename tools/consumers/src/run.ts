import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { bundle as bundleWorker, modulesOf } from "@cf-auth/local/build";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { bundle } from "./bundle.ts";
import { type Project, specifierOf } from "./project.ts";

const COMPATIBILITY_DATE = "2026-11-01";

/** Actual and expected results of programs by subpath. */
export type Seen = Readonly<Record<string, { readonly saw: unknown; readonly sees: unknown }>>;

/** Exported names by `require` and `import`. */
interface Names {
  readonly required: readonly string[];
  readonly imported: readonly string[];
}

/** Globals of a page, beyond JavaScript's own, that the SDK may use. */
const OF_A_PAGE = [
  "AbortController AbortSignal BroadcastChannel CustomEvent DOMException Event EventTarget MessageEvent WebSocket",
  "Blob File FormData Headers ReadableStream Request Response TransformStream URL URLSearchParams WritableStream",
  "TextDecoder TextEncoder atob btoa clearInterval clearTimeout console crypto CryptoKey fetch performance queueMicrotask",
  "setInterval setTimeout structuredClone",
].flatMap((names) => names.split(" "));

/** Globals that a page lacks: a bundle with one of them uses Node or eval. */
const OF_NO_PAGE = ["process", "Buffer", "global", "require", "__dirname", "__filename", "setImmediate", "eval"];
const MARK = "__not_of_a_page_";

const execute = promisify(execFile);

/** Runs the programs in Node, as ES modules. */
export async function runInNode({ folder }: Project): Promise<Seen> {
  const { stdout } = await execute(process.execPath, ["node.ts"], { cwd: folder });
  return JSON.parse(stdout);
}

/** Names that `require` and `import` return for each subpath. */
export async function namesInNode({ folder }: Project, subpaths: readonly string[]): Promise<Record<string, Names>> {
  const script = `const names = (module) => Object.keys(module).filter((name) => name !== "module.exports").sort();
    const entries = ${JSON.stringify(subpaths.map(specifierOf))}.map(async (name) =>
      [name, { required: names(require(name)), imported: names(await import(name)) }]);
    Promise.all(entries).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));`;
  writeFileSync(join(folder, "names.cjs"), script);
  const { stdout } = await execute(process.execPath, ["names.cjs"], { cwd: folder });
  return JSON.parse(stdout);
}

/** The programs as one script for pages. Throws if one imports Node. */
export async function bundleForPage(project: Pick<Project, "folder">, source: string): Promise<string> {
  // Only undeclared names are replaced, so the marks are exactly the globals in use.
  const define = Object.fromEntries(OF_NO_PAGE.map((name) => [name, `${MARK}${name}`]));
  return await bundle(project, source, { format: "iife", globalName: "page", define });
}

/** Globals in a script for pages that a page lacks. */
export function notOfAPage(script: string): string[] {
  const marks = script.matchAll(new RegExp(`${MARK}(\\w+)`, "g"));
  const made = script.match(/(?:new )?\bFunction\(|AsyncFunction\(/g) ?? [];
  return [...new Set([...marks].map(([, name = ""]) => name)), ...made];
}

/** Runs a script with the globals of a page only, and without eval. */
export async function runInPage(script: string): Promise<Seen> {
  const globals = Object.fromEntries(OF_A_PAGE.map((name) => [name, Reflect.get(globalThis, name)]));
  const context = createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  // JSON, since objects of another realm have other prototypes.
  return JSON.parse(await runInContext(`${script}\npage.runAll().then(JSON.stringify)`, context));
}

/** Bundles the programs as a deployment of a Worker does, and runs them in workerd, without `nodejs_compat`. */
export async function runInWorker({ folder }: Project): Promise<Seen> {
  const config = join(folder, "wrangler.json");
  const built = join(folder, "worker");
  writeFileSync(
    config,
    JSON.stringify({ name: "consumer", main: "worker.ts", compatibility_date: COMPATIBILITY_DATE }),
  );
  await bundleWorker(config, built);
  const worker = { name: "consumer", modulesRoot: built, modules: modulesOf(built), cf: false } as const;
  const miniflare = new Miniflare(convertV4MiniflareOptions({ ...worker, compatibilityDate: COMPATIBILITY_DATE }));
  try {
    const response = await miniflare.dispatchFetch("http://consumer.test/");
    // The response of the Worker's own code.
    return (await response.json()) as Seen;
  } finally {
    await miniflare.dispose();
  }
}
