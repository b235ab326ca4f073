import { writeFileSync } from "node:fs";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Writes esbuild's metafile, from which the notices and the SBOM of the package follow. tsup's own option writes it into
 * `dist`, and both builds under the same name.
 */
export function metafile(file: string): Plugin {
  return {
    name: "metafile",
    setup: ({ onEnd }) => onEnd(({ metafile }) => writeFileSync(file, JSON.stringify(metafile))),
  };
}
