import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { gapsIn } from "./gaps.ts";
import { filesOf, manifestOf, PROGRAMS, packageFolder, specifierOf } from "./project.ts";
import { COMMANDS, SUBPATHS } from "./subpaths.ts";

const project = inject("project");
const files = filesOf(project);
const { exports, ...manifest } = manifestOf(project);
const repository = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

it("every shipped subpath and command is used here and has a budget", () => {
  const known = { subpaths: SUBPATHS, commands: COMMANDS, programs: readdirSync(PROGRAMS) };
  expect(gapsIn({ exports, ...manifest }, known)).toEqual([]);
});

it("the tarball contains only the build, README, licence and third-party notices", () => {
  const built = Object.keys(Object.fromEntries(files)).filter((name) => name.startsWith("dist/"));
  expect([...files.keys()].filter((name) => !built.includes(name)).sort()).toEqual([
    "LICENSE",
    "NOTICE",
    "README.md",
    "package.json",
  ]);
  expect(built.filter((name) => !/\.(js|d\.ts)$/.test(name))).toEqual([]);
  const onDisk = [...files.keys()].reduce((sum, name) => sum + statSync(join(packageFolder(project), name)).size, 0);
  const kb = (bytes: number) => `${Math.round(bytes / 1000)} KB`;
  console.log(`packed ${kb(statSync(project.tarball).size)}, on disk ${kb(onDisk)} in ${files.size} files`);
});

it("package.json is complete and doesn't mention this workspace", () => {
  expect(Object.keys({ exports, ...manifest })).toEqual(
    expect.arrayContaining([
      "name",
      "version",
      "description",
      "keywords",
      "author",
      "license",
      "engines",
      "sideEffects",
    ]),
  );
  for (const field of ["private", "scripts", "devDependencies"]) expect(manifest).not.toHaveProperty(field);
  expect(Object.keys(manifest.dependencies ?? {})).toEqual(["jose"]);
});

it("the licence is the repository's, and all bundled packages are listed with theirs", () => {
  expect(files.get("LICENSE")).toBe(repository("LICENSE"));
  const notice = files.get("NOTICE") ?? "";
  expect(notice).toContain("@marcbachmann/cel-js\n\nMIT License\n\nCopyright (c) 2025 Marc Bachmann");
  for (const name of ["@openfga/syntax-transformer", "yaml", "re2js", "ipaddr.js"])
    expect(notice).toContain(`\n${name}\n`);
});

it("the README starts with an example above line 30, and lists every subpath", () => {
  const page = files.get("README.md") ?? "";
  for (const subpath of Object.keys(SUBPATHS)) expect(page).toContain(`\`${specifierOf(subpath)}\``);
  expect(page.split("\n").slice(0, 29).join("\n")).toMatch(/```ts\n[^`]+await cfauth[^`]+```/);
});

it("the project can't resolve anything of this workspace", () => {
  const { resolve } = createRequire(join(project.folder, "package.json"));
  expect(resolve("@cf-auth/client")).toContain(project.folder);
  for (const name of ["@cf-auth/engine", "@tanstack/react-query", "zod", "drizzle-orm", "superjson"]) {
    expect(() => resolve(name)).toThrow(/Cannot find module/);
  }
});
