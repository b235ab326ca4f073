import { defineConfig } from "tsup";

/** Everything is bundled, so that the package installs nothing beside itself. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  target: "es2022",
  platform: "neutral",
  dts: true,
  clean: true,
  minify: false,
  treeshake: true,
  sourcemap: false,
  noExternal: [/.*/],
  outDir: "dist",
});
