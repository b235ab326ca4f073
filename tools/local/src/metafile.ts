import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** esbuild's description of a bundle, as far as it is read here. */
interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, BytesInOutput>> }>>;
}

interface BytesInOutput {
  readonly bytesInOutput: number;
}

/** Which installed packages a bundle is made of. A package is its folder in the repository: `server/node_modules/zod`. */
export interface BundleContents {
  /** Packages with code in the bundle, sorted. */
  readonly packages: readonly string[];
  /** Packages that esbuild has read, sorted: also those of which tree shaking has left nothing. */
  readonly readPackages: readonly string[];
  /** Pairs of packages with code in the bundle, the first of which imports the second. This repository itself is `""`. */
  readonly imports: readonly (readonly [from: string, to: string])[];
}

/** Reads a metafile. `ranIn` is the folder of the repository that its paths are relative to. */
export function readMetafile(file: string, ranIn = ""): BundleContents {
  return contentsOf(JSON.parse(readFileSync(file, "utf8")), ranIn);
}

export function contentsOf({ inputs, outputs }: Metafile, ranIn: string): BundleContents {
  const packageOf = (path: string) => packageIn(posix.join(ranIn, path));
  const bundled = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [packageOf(path)] : [])),
  );
  const packages = sorted(bundled);
  const imports = Object.entries(inputs).flatMap(([path, { imports }]) =>
    imports.map((imported) => [packageOf(path), packageOf(imported.path)] as const),
  );
  return {
    packages,
    readPackages: sorted(Object.keys(inputs).map(packageOf)),
    imports: imports.filter(
      ([from, to]) => from !== to && packages.includes(to) && (from === "" || packages.includes(from)),
    ),
  };
}

/** The package that a file belongs to; `""` for a file of this repository. */
const packageIn = (path: string): string => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? "";

const sorted = (packages: readonly string[]): string[] => [...new Set(packages)].filter((name) => name !== "").sort();
