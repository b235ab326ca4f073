import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { folderHash } from "./folder-hash.ts";

let folder: string;
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
const hash = () => folderHash(folder, (name) => name.endsWith(".sql"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cf-auth-folder-"));
  put("b.sql", "two");
  put("a.sql", "one");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each<[string, () => void]>([
  ["a file's content", () => put("a.sql", "once")],
  ["a file's name", () => renameSync(join(folder, "a.sql"), join(folder, "c.sql"))],
  ["the number of files", () => put("c.sql", "")],
  ["the assignment of contents to names", () => [put("a.sql", "two"), put("b.sql", "one")]],
])("changes with %s", (_, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

it("is the same for the same files, regardless of other files and of modification times", () => {
  const before = hash();
  put("notes.md", "of no account");
  put("b.sql", "two");
  expect(hash()).toBe(before);
});
