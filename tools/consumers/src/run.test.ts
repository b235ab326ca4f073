import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { manifestOf } from "./project.ts";
import { bundleForPage, namesInNode, notOfAPage, runInNode, runInPage, runInWorker, type Seen } from "./run.ts";
import { COMMANDS, type Runtime, SUBPATHS, subpathsIn } from "./subpaths.ts";

const project = inject("project");

/** Every subpath that promises to run there did, and saw what it was to see. */
function expectAll(seen: Seen, runtime: Runtime): void {
  expect(Object.keys(seen)).toEqual(subpathsIn(runtime));
  for (const { saw, sees } of Object.values(seen)) expect(saw).toEqual(sees);
}

it("runs in Node", async () => {
  expectAll(await runInNode(project), "node");
});

it("can be required, with the same names as by import", async () => {
  const names = Object.entries(await namesInNode(project, Object.keys(SUBPATHS)));
  expect(names).toHaveLength(Object.keys(SUBPATHS).length);
  for (const [, { required, imported }] of names) expect(required).toEqual(imported);
});

it("runs in a browser page without Node and without eval", async () => {
  const script = await bundleForPage(project, `export * from "./browser.ts";`);
  expect(notOfAPage(script)).toEqual([]);
  expectAll(await runInPage(script), "browser");
});

it("runs in workerd, without nodejs_compat", async () => {
  expectAll(await runInWorker(project), "worker");
});

it("each command runs", () => {
  for (const name of Object.keys(manifestOf(project).bin ?? {})) {
    execFileSync(join(project.folder, "node_modules/.bin", name), COMMANDS[name] ?? [], { cwd: project.folder });
  }
});

describe("a browser bundle that uses Node", () => {
  const bundled = async (code: string) => await bundleForPage(project, `export const runAll = async () => ${code};`);

  it.each([
    ["process.env.X", "process"],
    ["Buffer.from('x')", "Buffer"],
    ["eval('1')", "eval"],
    ["new Function('return 1')()", "new Function("],
  ])("%s is found", async (code, found) => {
    expect(notOfAPage(await bundled(code))).toEqual([found]);
  });

  it("the bundler refuses an import of Node", async () => {
    await expect(bundleForPage(project, `export * from "node:fs";`)).rejects.toThrow("node:fs");
  });

  it("hidden eval doesn't run", async () => {
    const hidden = await bundled(`(async () => 1).constructor("return 1")()`);
    expect(notOfAPage(hidden)).toEqual([]);
    await expect(runInPage(hidden)).rejects.toThrow("Code generation from strings disallowed");
  });
});
