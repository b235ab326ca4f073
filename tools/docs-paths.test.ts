import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readRecipe } from "./recipe.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const read = (page: string) => readFileSync(join(ROOT, page), "utf8");
const tracked = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).split("\n");

/** Folders and files at the top, as the beginning of a path in a page; a path within a URL or another path is none. */
const TOP = [...new Set(tracked.map((file) => file.split("/")[0] ?? ""))].filter((name) => name !== "");
const PATH = new RegExp(
  `(?<![\\w./-])(?:${TOP.map((name) => name.replaceAll(".", "\\.")).join("|")})(?:/[\\w./-]*)?(?![\\w-])`,
  "g",
);

/** Files that a page tells its reader to make, and build outputs. */
const recipe = readRecipe(read("CONTRIBUTING.md"), "## Add a procedure");
const made = new Set(recipe.filter(({ above }) => above === undefined).map(({ file }) => file));

/** Paths of this repository that a page names, without the dot that ends a sentence. */
function pathsIn(page: string): string[] {
  const found = [...page.matchAll(PATH)].map(([path]) => path.replace(/\.$/, ""));
  return found.filter((path) => /[/.]/.test(path) && !path.includes("/dist/") && !made.has(path));
}

const decisions = tracked.filter((file) => /^docs\/decisions\/.*\.md$/.test(file));

it.each(["CONTRIBUTING.md", "docs/architecture.md", "docs/debugging.md", ...decisions])(
  "%s names only files that exist",
  (page) => {
    expect(pathsIn(read(page)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  },
);

it("finds a path that doesn't exist in code, in a link, in a table and in a sentence", () => {
  const page =
    "See `server/src/none.ts`, [a](docs/none.md).\n| `engine/none/` | x |\nOpen bench/none.ts. `package.json`\n";
  const paths = pathsIn(page);
  expect(paths).toEqual(["server/src/none.ts", "docs/none.md", "engine/none/", "bench/none.ts", "package.json"]);
  expect(paths.filter((path) => existsSync(join(ROOT, path)))).toEqual(["package.json"]);
});

it("leaves URLs and paths of the local stack alone", () => {
  expect(
    pathsIn("https://example.com/engine/x.ts `.cf-auth/server/x` v3/docs/x.md the engine server/dist/worker/worker.js"),
  ).toEqual([]);
});
