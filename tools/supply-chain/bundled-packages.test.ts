import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { describePackage, missingIn, packagesIn } from "./bundled-packages.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-bundled-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("names the packages of a source map with their versions, scoped ones and those of the same repository too", () => {
  const installed = "../../../../node_modules/.pnpm";
  const sources = [
    `${installed}/vue@3.5.1_typescript@5.9.3/node_modules/vue/index.js`,
    `${installed}/@vueuse+core@13.9.0_vue@3.5.1/node_modules/@vueuse/core/index.mjs`,
    "../../../helpers/dist/url/is-local.js",
    "../../src/components/Anchor.vue",
    "../../src/components/Other.vue",
  ];
  expect([...packagesIn(sources)]).toEqual([
    ["@scalar/api-reference", undefined],
    ["@scalar/helpers", undefined],
    ["@vueuse/core", "13.9.0"],
    ["vue", "3.5.1"],
  ]);
});

it("finds packages that aren't installed, and the licence of those that are", () => {
  mkdirSync(join(folder, "node_modules/vue"), { recursive: true });
  const manifest = { name: "vue", version: "3.5.2", license: "MIT" };
  writeFileSync(join(folder, "node_modules/vue/package.json"), JSON.stringify(manifest));
  const packages = new Map([
    ["vue", "3.5.1"],
    ["other", "1.0.0"],
  ]);
  expect(missingIn(folder, packages)).toEqual(["other@1.0.0"]);
  expect(describePackage(join(folder, "node_modules/vue"), "3.5.1")).toEqual({ ...manifest, version: "3.5.1" });
});
