import { defineConfig } from "tsup";
import { metafile } from "./metafile.ts";

/**
 * The command, with OpenFGA's parser in it: nothing that is imported from the package loads it. It comes after the
 * subpaths, whose build empties the folder.
 */
export default defineConfig({
  entry: ["src/cf-auth-generate.ts"],
  format: ["esm"],
  target: "es2022",
  platform: "neutral",
  minify: true,
  splitting: false,
  sourcemap: false,
  external: [/^node:/],
  noExternal: [/^(?!node:)/],
  outDir: "dist",
  esbuildPlugins: [metafile("command.metafile.json")],
  esbuildOptions: (options) => {
    // As for the subpaths: of its libraries the forms that need nothing of Node.
    options.conditions = ["browser", "module"];
    options.mainFields = ["browser", "module", "main"];
  },
});
