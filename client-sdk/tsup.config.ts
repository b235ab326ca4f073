import { defineConfig } from "tsup";

/** ES modules only: `require` takes them from Node 20.19 on. What several entries share lies in chunks of its own. */
export default defineConfig({
  entry: ["src/index.ts", "src/errors.ts", "src/testing.ts"],
  format: ["esm"],
  target: "es2022",
  platform: "neutral",
  dts: true,
  clean: true,
  minify: false,
  treeshake: true,
  sourcemap: false,
  noExternal: [/^(?!jose)/],
  outDir: "dist",
  esbuildOptions: (options) => {
    // The parser of models is published in a form for browsers, which is the one that needs nothing of Node.
    options.conditions = ["browser", "module"];
    options.mainFields = ["browser", "module", "main"];
  },
});
