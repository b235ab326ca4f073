import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installTarball, type Manifest, packSdk } from "@cf-auth/local/sdk";
import { nameOf, type Runtime, SUBPATHS, subpathsIn } from "./subpaths.ts";

/** The programs in the repository. */
export const PROGRAMS = fileURLToPath(new URL("../programs", import.meta.url));
const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
/** Type packages that an application has besides the SDK. */
const PLATFORM_TYPES = ["@types/node", "@cloudflare/workers-types"];

/** Entry code per runtime, which runs the programs of all subpaths for it. */
const STARTS: Readonly<Record<Runtime, string>> = {
  node: "console.log(JSON.stringify(await runAll()));",
  browser: "export { runAll };",
  worker: "export default { fetch: async (): Promise<Response> => Response.json(await runAll()) };",
};

/** An empty project outside of this workspace that has the packed SDK installed. */
export interface Project {
  readonly folder: string;
  /** The packed SDK. */
  readonly tarball: string;
}

/** Creates a project in a new temporary folder, which the caller removes. */
export async function createProject(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-consumer-"));
  const tarball = await packSdk(folder);
  await installTarball(folder, tarball);
  for (const name of PLATFORM_TYPES) link(folder, name);
  cpSync(PROGRAMS, join(folder, "programs"), { recursive: true });
  for (const [runtime, start] of Object.entries(STARTS)) {
    const subpaths = subpathsIn(runtime as Runtime);
    const strict = subpaths.filter((subpath) => SUBPATHS[subpath]?.needsLibraries === undefined);
    writeFileSync(join(folder, `${runtime}.ts`), startOf(subpaths, start));
    // Compiled with the libraries of the runtime only.
    writeFileSync(join(folder, `${runtime}-strict.ts`), startOf(strict, start));
  }
  return { folder, tarball: join(folder, tarball) };
}

/** Folder of the SDK in the project. */
export function packageFolder({ folder }: Project): string {
  return join(folder, "node_modules/@cf-auth/client");
}

export function manifestOf(project: Project): Manifest {
  return JSON.parse(readFileSync(join(packageFolder(project), "package.json"), "utf8"));
}

/** Import specifier of a subpath. */
export function specifierOf(subpath: string): string {
  return `@cf-auth/client${subpath.slice(1)}`;
}

function link(folder: string, name: string): void {
  const target = join(REPOSITORY, "node_modules", name);
  if (!statSync(target, { throwIfNoEntry: false })) throw new Error(`${name} is not installed: run \`npm ci\`.`);
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function startOf(subpaths: readonly string[], start: string): string {
  const imports = subpaths.map((subpath, i) => `import * as program${i} from "./programs/${nameOf(subpath)}.ts";\n`);
  const entries = subpaths.map((subpath, i) => `  "${subpath}": { ...program${i}, saw: await program${i}.run() },\n`);
  return `${imports.join("")}\nconst runAll = async () => ({\n${entries.join("")}});\n${start}\n`;
}

/** Files of the installed SDK by path. */
export function filesOf(project: Project): Map<string, string> {
  const folder = packageFolder(project);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
