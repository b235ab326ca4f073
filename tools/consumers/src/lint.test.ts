import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { packagingMessages, typeProblems } from "./lint.ts";

const tarball = readFileSync(inject("project").tarball);

it("publint finds no problem", async () => {
  expect(await packagingMessages(tarball)).toEqual([]);
});

it("are-the-types-wrong finds no problem", async () => {
  expect(await typeProblems(tarball)).toEqual([]);
});

it("both report a package with a CommonJS module name and missing types", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-wrong-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "package"));
  const manifest = {
    name: "wrong",
    version: "1.0.0",
    exports: { ".": { types: "./gone.d.ts", default: "./index.cjs" } },
  };
  writeFileSync(join(folder, "package/package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "package/index.cjs"), "export const wrong = 1;\n");
  writeFileSync(join(folder, "package/other.d.ts"), "export declare const wrong: number;\n");
  execFileSync("tar", ["-czf", "wrong.tgz", "package"], { cwd: folder });
  const wrong = readFileSync(join(folder, "wrong.tgz"));
  expect((await packagingMessages(wrong)).join("\n")).toContain("gone.d.ts");
  expect(await typeProblems(wrong)).toContain("UntypedResolution .");
});
