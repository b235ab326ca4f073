import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package whose code is in the viewer's script. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * Packages that the sources of the viewer's source map belong to, with their versions. Those of the viewer's own repository
 * have none there: they are installed with it.
 */
export function packagesIn(sources: readonly string[]): Map<string, string | undefined> {
  const found = sources.map((source): [string, string | undefined] => {
    const [, version, name] =
      /\/\.pnpm\/(?:@[^@/]+|[^@/]+)@([^/_(]+)[^/]*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
    if (name !== undefined) return [name, version];
    const sibling = /^(?:\.\.\/)+([a-z-]+)\/dist\//.exec(source)?.[1];
    return [sibling === undefined ? "@scalar/api-reference" : `@scalar/${sibling}`, undefined];
  });
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Packages that aren't installed in the folder, as arguments of `npm install`. */
export function missingIn(folder: string, packages: ReadonlyMap<string, string | undefined>): string[] {
  const missing = [...packages].filter(([name]) => !existsSync(join(folder, "node_modules", name)));
  return missing.map(([name, version]) => (version === undefined ? name : `${name}@${version}`));
}

/** A package with the version that is in the script, and the licence of the installed one. */
export function describePackage(folder: string, version: string | undefined): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name: manifest.name, version: version ?? manifest.version, license: manifest.license };
}
