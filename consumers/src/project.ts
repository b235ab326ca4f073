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
import { nameOf, type Place, subpathsIn } from "./subpaths.ts";

/** The programs as they stand in the repository. */
export const PROGRAMS = fileURLToPath(new URL("../programs", import.meta.url));
const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
/** Types of what is around a program, as an application has them beside the SDK. */
const PLATFORM_TYPES = ["@types/node", "@cloudflare/workers-types"];

/** What starts in each place: the programs of all subpaths that promise to run there. */
const STARTS: Readonly<Record<Place, string>> = {
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

/** Makes a project in a new temporary folder; whoever asks for it removes it. */
export async function createProject(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-consumer-"));
  const tarball = await packSdk(folder);
  await installTarball(folder, tarball);
  for (const name of PLATFORM_TYPES) link(folder, name);
  cpSync(PROGRAMS, join(folder, "programs"), { recursive: true });
  for (const place of Object.keys(STARTS)) writeFileSync(join(folder, `${place}.ts`), startOf(place as Place));
  return { folder, tarball: join(folder, tarball) };
}

/** Where the SDK lies in it. */
export function packageFolder({ folder }: Project): string {
  return join(folder, "node_modules/@cf-auth/client");
}

export function manifestOf(project: Project): Manifest {
  return JSON.parse(readFileSync(join(packageFolder(project), "package.json"), "utf8"));
}

/** What the package is called with a subpath. */
export function specifierOf(subpath: string): string {
  return `@cf-auth/client${subpath.slice(1)}`;
}

function link(folder: string, name: string): void {
  const target = join(REPOSITORY, "node_modules", name);
  if (!statSync(target, { throwIfNoEntry: false })) throw new Error(`${name} is not installed: run \`npm ci\`.`);
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(target, place);
}

function startOf(place: Place): string {
  const subpaths = subpathsIn(place);
  const imports = subpaths.map((subpath, i) => `import * as program${i} from "./programs/${nameOf(subpath)}.ts";\n`);
  const entries = subpaths.map((subpath, i) => `  "${subpath}": { ...program${i}, saw: await program${i}.run() },\n`);
  return `${imports.join("")}\nconst runAll = async () => ({\n${entries.join("")}});\n${STARTS[place]}\n`;
}

/** Every file of the installed SDK, by its path there. */
export function filesOf(project: Project): Map<string, string> {
  const folder = packageFolder(project);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
