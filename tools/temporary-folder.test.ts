import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeTemporaryFolder } from "./temporary-folder.ts";

let memory: string;
let parent: string;
beforeEach(() => {
  [memory, parent] = ["memory-", "parent-"].map((name) => mkdtempSync(join(tmpdir(), name))) as [string, string];
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of [memory, parent]) rmSync(folder, { recursive: true });
});

it("is in memory without TMPDIR, and empty", () => {
  vi.stubEnv("TMPDIR", undefined);
  const folder = makeTemporaryFolder(memory, 1);
  expect([dirname(folder), readdirSync(folder)]).toEqual([memory, []]);
});

it("is in TMPDIR if that is set", () => {
  vi.stubEnv("TMPDIR", parent);
  expect(dirname(makeTemporaryFolder(memory, 1))).toBe(parent);
});

it.each([
  ["without enough space in memory", () => memory, Number.MAX_SAFE_INTEGER],
  ["without a folder in memory", () => join(memory, "none"), 1],
])("is in the system's folder %s", (_, folder, requiredBytes) => {
  vi.stubEnv("TMPDIR", undefined);
  const made = makeTemporaryFolder(folder(), requiredBytes);
  expect([dirname(made), readdirSync(memory)]).toEqual([tmpdir(), []]);
  rmSync(made, { recursive: true });
});
