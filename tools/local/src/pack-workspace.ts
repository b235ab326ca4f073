import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BundleContents, readMetafile } from "./metafile.ts";
import { noticesOf } from "./notices.ts";
import { ROOT } from "./paths.ts";
import { npm } from "./run.ts";
import { newestIn, timeOf } from "./time-of.ts";

/** What of a package's description concerns this workspace alone. `private` keeps the source itself from being published. */
const NOT_SHIPPED = ["private", "scripts", "devDependencies"];

type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** A package's description of itself, as far as it is read here. */
export interface PackageManifest {
  readonly name: string;
  /** Absent for a package of commands only. */
  readonly exports?: Exports;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The description of a package that others import. */
export interface Manifest extends PackageManifest {
  readonly exports: Exports;
}

/** A package of this workspace that is published. */
export interface Workspace {
  /** Its folder in the repository. */
  readonly name: string;
  /** What it is built from. */
  readonly sources: readonly string[];
  /** esbuild's metafiles of its builds, in its folder: which packages are in them. */
  readonly metafiles: readonly string[];
}

/** Builds a package, if something has changed since the last build. Returns what is bundled, of each of its builds. */
export async function buildWorkspace(workspace: Workspace): Promise<readonly BundleContents[]> {
  const { name, metafiles } = workspace;
  if (isStale(workspace)) await npm(ROOT, ["run", "build", "--workspace", name]);
  return metafiles.map((file) => readMetafile(join(ROOT, name, file), name));
}

/** Packs a package, built anew where it has changed, just as it is published. Answers the file's name in the folder. */
export async function packWorkspace(workspace: Workspace, folder: string): Promise<string> {
  const bundled = (await buildWorkspace(workspace)).flatMap(({ packages }) => packages);
  const source = join(ROOT, workspace.name);
  mkdirSync(folder, { recursive: true });
  const staged = mkdtempSync(join(folder, "staged-"));
  for (const file of ["dist", "README.md", "LICENSE"]) {
    cpSync(join(source, file), join(staged, file), { recursive: true });
  }
  const folders = [...new Set(bundled)].map((other) => join(ROOT, other));
  writeFileSync(join(staged, "NOTICE"), noticesOf("The folder dist", folders));
  const shipped = Object.entries(manifestOf(workspace)).filter(([field]) => !NOT_SHIPPED.includes(field));
  writeFileSync(join(staged, "package.json"), `${JSON.stringify(Object.fromEntries(shipped), null, 2)}\n`);
  const options = ["--pack-destination", folder, "--json", "--silent", "--ignore-scripts"];
  const packed = nameIn(await npm(folder, ["pack", staged, ...options]));
  rmSync(staged, { recursive: true });
  return packed;
}

export function manifestOf({ name }: Workspace): PackageManifest {
  return JSON.parse(readFileSync(join(ROOT, name, "package.json"), "utf8"));
}

/** Where this workspace has a package that the published one depends on or brings along. */
export function folderOf({ name }: Workspace, dependency: string): string {
  const found = [join(ROOT, name), ROOT].map((folder) => join(folder, "node_modules", dependency)).find(existsSync);
  if (found === undefined) throw new Error(`${dependency} is not installed: run \`npm ci\`.`);
  return found;
}

/** Whether something that is shipped was built before what it is built from was changed last, or never. */
function isStale(workspace: Workspace): boolean {
  const { exports = {}, bin = {} } = manifestOf(workspace);
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [] : Object.values(entry)));
  const files = [...entries, ...Object.values(bin), ...workspace.metafiles];
  const built = files.map((file) => timeOf(join(ROOT, workspace.name, file)));
  return Math.min(...built) < Math.max(...workspace.sources.map((path) => newestIn(join(ROOT, path))));
}

/** npm prints a list of one entry, or an object of one by package name, depending on its version. */
function nameIn(output: string): string {
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(output)?.[1];
  if (name === undefined) throw new Error(`npm pack did not say what it wrote:\n${output}`);
  return name;
}
