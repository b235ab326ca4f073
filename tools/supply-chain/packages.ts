import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top of the repository. Folders of packages are relative to it: `server/node_modules/zod`. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A package's description of itself, as far as it is read here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** An installed package, as the lockfile describes it. */
export interface InstalledPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, unless the package's author wrote something else; undefined if there is none. */
  readonly license: string | undefined;
  /** SHA-512 of the package's tarball, in hex. */
  readonly sha512: string;
}

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
}

const { packages: locked }: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(join(ROOT, "package-lock.json"), "utf8"),
);

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));

/** Reads an installed package. Throws if it isn't the locked one, or if the lockfile has no SHA-512 of it. */
export function readPackage(folder: string): InstalledPackage {
  const manifest: Partial<Manifest> & Pick<Manifest, "name"> = readManifest(folder);
  const { version, integrity } = locked[folder] ?? {};
  if (version === undefined || version !== manifest.version) {
    throw new Error(`${folder} has version ${manifest.version}, but ${version} is locked. Run \`npm ci\`.`);
  }
  return { folder, name: manifest.name, version, license: manifest.license, sha512: sha512In(folder, integrity) };
}

/** Without it, `npm ci` installs whatever the registry serves. */
export function sha512In(folder: string, integrity: string | undefined): string {
  const [, base64] = /^sha512-(\S+)$/.exec(integrity ?? "") ?? [];
  if (base64 === undefined) {
    throw new Error(
      `package-lock.json has no SHA-512 of ${folder}. Add the \`dist.integrity\` that the registry names.`,
    );
  }
  return Buffer.from(base64, "base64").toString("hex");
}

/** Folders of the packages that a package depends on, found as Node resolves them. */
export function dependenciesOf(folder: string): string[] {
  return Object.keys(readManifest(folder).dependencies ?? {}).map((name) => resolve(folder, name));
}

function resolve(from: string, name: string): string {
  const parents = from.split("/").map((_, at, names) => names.slice(0, names.length - at).join("/"));
  const found = [...parents, ""].map((parent) => join(parent, "node_modules", name)).find((folder) => folder in locked);
  if (found === undefined || !existsSync(join(ROOT, found)))
    throw new Error(`${name}, which ${from} imports, is missing.`);
  return found;
}
