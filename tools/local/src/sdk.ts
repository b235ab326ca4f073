import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BundleContents, readMetafile } from "./metafile.ts";
import { noticesOf } from "./notices.ts";
import { ROOT } from "./paths.ts";
import { npm } from "./run.ts";
import { newestIn, timeOf } from "./time-of.ts";

const SDK = join(ROOT, "client-sdk");
/** What the SDK is built from. */
const SOURCES = [
  "client-sdk/src",
  "client-sdk/package.json",
  "client-sdk/tsup.config.ts",
  "client-sdk/bin.tsup.config.ts",
  "client-sdk/metafile.ts",
  "engine/src",
  "model-language/src",
];
/** esbuild's metafiles of the two builds: which packages are in the subpaths, and which in the command. */
const METAFILES = ["subpaths.metafile.json", "command.metafile.json"].map((name) => join(SDK, name));
/** What of its description concerns this workspace alone. `private` keeps the source itself from being published. */
const NOT_SHIPPED = ["private", "scripts", "devDependencies"];

export type Sdk = typeof import("@cf-auth/client");

/** A package's description of itself, as far as it is read here. */
export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Packs the client SDK, installs it into a project of its own in the folder, and loads it from there: what runs is what a
 * user of the package would get. Needs no network.
 */
export async function installSdk(folder: string): Promise<{ sdk: Sdk; tarball: string }> {
  const tarball = await packSdk(folder);
  await installTarball(folder, tarball);
  const entry = createRequire(join(folder, "package.json")).resolve("@cf-auth/client");
  // The path is only known now, so TypeScript cannot know the module; it is this workspace's own package.
  return { sdk: (await import(pathToFileURL(entry).href)) as Sdk, tarball };
}

/** Builds the SDK, if something has changed since the last build. Returns what is bundled, of each of the two builds. */
export async function buildSdk(): Promise<readonly BundleContents[]> {
  if (isStale()) await npm(ROOT, ["run", "build", "--workspace", "client-sdk"]);
  return METAFILES.map((file) => readMetafile(file, "client-sdk"));
}

/** Packs the SDK, built anew where it has changed, just as it is published. Answers the file's name in the folder. */
export async function packSdk(folder: string): Promise<string> {
  const bundled = (await buildSdk()).flatMap(({ packages }) => packages);
  const manifest = manifestOfSource();
  mkdirSync(folder, { recursive: true });
  const staged = mkdtempSync(join(folder, "staged-"));
  for (const name of ["dist", "README.md", "LICENSE"]) cpSync(join(SDK, name), join(staged, name), { recursive: true });
  writeFileSync(join(staged, "NOTICE"), noticesOf("The folder dist", foldersOf(bundled)));
  const shipped = Object.entries(manifest).filter(([field]) => !NOT_SHIPPED.includes(field));
  writeFileSync(join(staged, "package.json"), `${JSON.stringify(Object.fromEntries(shipped), null, 2)}\n`);
  const options = ["--pack-destination", folder, "--json", "--silent", "--ignore-scripts"];
  const name = nameIn(await npm(folder, ["pack", staged, ...options]));
  rmSync(staged, { recursive: true });
  return name;
}

/** Makes the folder a project with nothing but the tarball and what it depends on, in this workspace's versions. */
export async function installTarball(folder: string, tarball: string): Promise<void> {
  const { dependencies, peerDependencies } = manifestOfSource();
  const others = Object.keys({ ...dependencies, ...peerDependencies }).map((name) => [name, `file:${folderOf(name)}`]);
  const project = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { "@cf-auth/client": `file:${tarball}`, ...Object.fromEntries(others) },
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(project)}\n`);
  await npm(folder, ["install", "--offline", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Absolute folders of packages, without repetitions. */
const foldersOf = (packages: readonly string[]): string[] => [...new Set(packages)].map((folder) => join(ROOT, folder));

function manifestOfSource(): Manifest {
  return JSON.parse(readFileSync(join(SDK, "package.json"), "utf8"));
}

/** Where this workspace has a package that the SDK depends on or brings along. */
function folderOf(name: string): string {
  const found = [SDK, ROOT].map((folder) => join(folder, "node_modules", name)).find(existsSync);
  if (found === undefined) throw new Error(`${name} is not installed: run \`npm ci\`.`);
  return found;
}

/** Whether something that is exported was built before what it is built from was changed last, or never. */
function isStale(): boolean {
  const { exports, bin = {} } = manifestOfSource();
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [] : Object.values(entry)));
  const built = [...entries, ...Object.values(bin)].map((file) => timeOf(join(SDK, file)));
  return Math.min(...built, ...METAFILES.map(timeOf)) < Math.max(...SOURCES.map((path) => newestIn(join(ROOT, path))));
}

/** npm prints a list of one entry, or an object of one by package name, depending on its version. */
function nameIn(output: string): string {
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(output)?.[1];
  if (name === undefined) throw new Error(`npm pack did not say what it wrote:\n${output}`);
  return name;
}
