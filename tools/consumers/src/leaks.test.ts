import { homedir } from "node:os";
import { describe, expect, inject, it } from "vitest";
import { findLeaks } from "./leaks.ts";
import { filesOf } from "./project.ts";
import { readSecretWords } from "./secret-words.ts";

const files = filesOf(inject("project"));
const words = readSecretWords();

it("the package contains nothing of the server, its database, its libraries or this machine", () => {
  expect(files.size).toBeGreaterThan(5);
  expect(findLeaks(files, words)).toEqual([]);
});

/** A file of the package with a line more. */
function planted(file: string, line: string): Map<string, string> {
  const text = files.get(file);
  if (text === undefined) throw new Error(`There is no ${file}.`);
  return new Map([[file, `${text}\n${line}\n`]]);
}

describe("a planted word is found", () => {
  it.each([
    ["a column, in a type", "dist/index.d.ts", "interface Tenant { nameKey: string }", "nameKey"],
    ["a column, as SQL knows it", "dist/index.js", 'const sql = "clock_offset_seconds";', "clock_offset_seconds"],
    ["an index, in a comment", "dist/index.d.ts", "/** See tenants_slug. */", "tenants_slug"],
    ["a class of the server's", "dist/index.js", "new GraphState();", "GraphState"],
    ["a method of the server's", "dist/index.d.ts", "interface Guard { beginAttempt(): void }", "beginAttempt"],
    ["a module of the server's", "dist/index.js", 'import "./graph-state.js";', "graph-state"],
    ["a module's path in a comment", "dist/index.js", "// ../server/src/worker.ts", "server/src"],
    ["a secret's name", "README.md", "Set PASSWORD_PEPPER first.", "PASSWORD_PEPPER"],
    ["the router's type", "dist/index.d.ts", "type Api = AppRouter;", "AppRouter"],
    ["the ORM", "dist/index.js", 'import "drizzle-orm";', "drizzle"],
    ["the validator, whatever its case", "dist/index.d.ts", "type X = ZOD;", "ZOD"],
    ["a dependency of the workspace", "package.json", '"superjson": "2.2.6"', "superjson"],
    ["another package of the repository", "dist/index.js", 'import "@cf-auth/server";', "@cf-auth/server"],
    ["the database", "dist/index.d.ts", "type Db = D1Database;", "D1Database"],
    ["a source map", "dist/index.js", "//# sourceMappingURL=index.js.map", "sourceMappingURL"],
    ["a path of a machine", "dist/index.js", 'const from = "/home/somebody/cf-auth";', '"/home/'],
    ["a path of this machine", "dist/index.js", `// ${homedir()}/x.ts`, homedir()],
  ])("%s", (_what, file, line, word) => {
    expect(findLeaks(planted(file, line), words).map((leak) => [leak.file, leak.word])).toContainEqual([file, word]);
  });
});

it("names in third-party modules are no leak", () => {
  const lines = [
    "// ../node_modules/other/index.mjs",
    "var nameKey = 1;",
    "// src/client.ts",
    "var nameKey2 = nameKey;",
  ];
  expect(findLeaks(new Map([["dist/index.js", lines.join("\n")]]), words)).toMatchObject([
    { line: 4, word: "nameKey" },
  ]);
});
