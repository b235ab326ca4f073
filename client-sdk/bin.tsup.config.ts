import { defineConfig } from "tsup";

/**
 * The command, with OpenFGA's parser in it: nothing that is imported from the package loads it. One file in CommonJS,
 * since the parser's own libraries are that. It comes after the subpaths, whose build empties the folder.
 */
export default defineConfig({
  entry: ["src/cf-auth-generate.ts"],
  format: ["cjs"],
  target: "node20",
  platform: "node",
  minify: true,
  sourcemap: false,
  noExternal: [/.*/],
  outDir: "dist",
});
