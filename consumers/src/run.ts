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

/** What a program saw, by subpath, and what it was to see. */
export type Seen = Readonly<Record<string, { readonly saw: unknown; readonly sees: unknown }>>;

/** What two ways of importing one module give, by name. */
interface Names {
  readonly required: readonly string[];
  readonly imported: readonly string[];
}

/** Globals that a page has and JavaScript itself has not, as far as the SDK may use them. */
const OF_A_PAGE = [
  "AbortController AbortSignal BroadcastChannel CustomEvent DOMException Event EventTarget MessageEvent WebSocket",
  "Blob File FormData Headers ReadableStream Request Response TransformStream URL URLSearchParams WritableStream",
  "TextDecoder TextEncoder atob btoa clearInterval clearTimeout console crypto CryptoKey fetch performance queueMicrotask",
  "setInterval setTimeout structuredClone",
].flatMap((names) => names.split(" "));

/** What no page has: a bundle that asks for one of these asks for Node, or makes code while it runs. */
const OF_NO_PAGE = ["process", "Buffer", "global", "require", "__dirname", "__filename", "setImmediate", "eval"];
const MARK = "__not_of_a_page_";

const execute = promisify(execFile);

/** Runs the programs in Node, as ES modules. */
export async function runInNode({ folder }: Project): Promise<Seen> {
  const { stdout } = await execute(process.execPath, ["node.ts"], { cwd: folder });
  return JSON.parse(stdout);
}

/** What `require` and `import` give of each subpath, by name. */
export async function namesInNode({ folder }: Project, subpaths: readonly string[]): Promise<Record<string, Names>> {
  const script = `const names = (module) => Object.keys(module).filter((name) => name !== "module.exports").sort();
    const entries = ${JSON.stringify(subpaths.map(specifierOf))}.map(async (name) =>
      [name, { required: names(require(name)), imported: names(await import(name)) }]);
    Promise.all(entries).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));`;
  writeFileSync(join(folder, "names.cjs"), script);
  const { stdout } = await execute(process.execPath, ["names.cjs"], { cwd: folder });
  return JSON.parse(stdout);
}

/** The programs as one script for pages. Throws where something of Node is imported. */
export async function bundleForPage(project: Pick<Project, "folder">, source: string): Promise<string> {
  // Only names that nothing in the bundle declares are replaced, so that the marks are exactly what it asks for.
  const define = Object.fromEntries(OF_NO_PAGE.map((name) => [name, `${MARK}${name}`]));
  return await bundle(project, source, { format: "iife", globalName: "page", define });
}

/** What a script for pages asks for that no page has. */
export function notOfAPage(script: string): string[] {
  const marks = script.matchAll(new RegExp(`${MARK}(\\w+)`, "g"));
  const made = script.match(/(?:new )?\bFunction\(|AsyncFunction\(/g) ?? [];
  return [...new Set([...marks].map(([, name = ""]) => name)), ...made];
}

/** Runs a script where there is what a page has and nothing else, and where no code can be made from text. */
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
    // What the Worker's own code answers with.
    return (await response.json()) as Seen;
  } finally {
    await miniflare.dispose();
  }
}
