import { defineConfig } from "tsup";
import { metafile } from "../client-sdk/metafile.ts";

/** One file with everything in it, so that the package installs without dependencies and starts fast. */
export default defineConfig({
  entry: ["src/cf-auth.ts"],
  format: ["esm"],
  target: "node22",
  platform: "node",
  clean: true,
  splitting: true,
  sourcemap: false,
  noExternal: [/^(?!node:)/],
  outDir: "dist",
  esbuildPlugins: [metafile("command.metafile.json")],
  // Some of what is bundled are CommonJS modules, which require Node's.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
});
