import { defineConfig } from "tsup";
import { metafile } from "./metafile.ts";

/** ES modules only: `require` takes them from Node 20.19 on. What several entries share lies in chunks of its own. */
export default defineConfig({
  entry: ["index", "browser", "errors", "hono", "passkeys", "testing", "trpc", "verify", "webhooks", "worker"].map(
    (name) => `src/${name}.ts`,
  ),
  format: ["esm"],
  target: "es2022",
  platform: "neutral",
  dts: true,
  clean: true,
  minify: false,
  treeshake: true,
  sourcemap: false,
  // All but jose, the one dependency, and the frameworks that helpers are for.
  noExternal: [/^(?!jose$|jose\/|hono$|hono\/|@trpc\/)/],
  outDir: "dist",
  esbuildPlugins: [metafile("subpaths.metafile.json")],
  esbuildOptions: (options) => {
    // The parser of models is published in a form for browsers, which is the one that needs nothing of Node.
    options.conditions = ["browser", "module"];
    options.mainFields = ["browser", "module", "main"];
  },
});
