import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * `npm run lockfile`, after `npm install`: names every platform's optional packages in package-lock.json.
 *
 * npm omits packages that the registry lacks (a mirror may have those of one platform only). Then `npm ci` refuses the
 * lockfile on every machine. Names and versions are taken from the packages that depend on them, the platform from the name.
 */
const FILE = fileURLToPath(new URL("../package-lock.json", import.meta.url));

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "netbsd", "openbsd", "openharmony", "sunos", "win32", "linux"];
/** npm's processor names by the part of a package's name. Longer parts first. */
const PROCESSORS: readonly (readonly [string, string])[] = [
  ["mips64el", "mips64el"],
  ["riscv64", "riscv64"],
  ["loong64", "loong64"],
  ["ppc64le", "ppc64"],
  ["ppc64", "ppc64"],
  ["s390x", "s390x"],
  ["wasm32", "wasm32"],
  ["arm64", "arm64"],
  ["aarch64", "arm64"],
  ["ia32", "ia32"],
  ["x64", "x64"],
  ["arm", "arm"],
  ["64", "x64"],
];

const lockfile: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync(FILE, "utf8"));
const { packages } = lockfile;
const added: string[] = [];
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(path, name)) continue;
    const own = machineOf(name);
    if (own === undefined) throw new Error(`${name} is a dependency of ${path}, but its name contains no platform.`);
    packages[pathFor(path, name, version)] = { version, ...(dev && { dev }), optional: true, ...own };
    added.push(`${name}@${version}`);
  }
}
lockfile.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(added.length === 0 ? "Nothing was missing." : `Added ${added.length}:\n${added.join("\n")}`);

/** Whether the package at `path` resolves the name. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === "") return false;
  }
}

/** Path for a package: at the top, unless another version is there. */
function pathFor(path: string, name: string, version: string): string {
  const top = `node_modules/${name}`;
  const taken = packages[top] !== undefined && packages[top].version !== version;
  return taken ? `${path}/${top}` : top;
}

function machineOf(name: string): Pick<LockedPackage, "os" | "cpu" | "libc"> | undefined {
  if (name === "fsevents") return { os: ["darwin"] };
  const words = name.split(/[^a-z0-9]+/);
  const cpu = PROCESSORS.find(([word]) => words.includes(word))?.[1];
  const os = words.includes("windows")
    ? "win32"
    : SYSTEMS.find((system) => words.some((word) => word === system || word === `${system}musl`));
  if (cpu === undefined || (os === undefined && cpu !== "wasm32")) return undefined;
  const musl = words.some((word) => word.includes("musl"));
  return { ...(os && { os: [os] }), cpu: [cpu], ...(musl && { libc: ["musl"] }) };
}
