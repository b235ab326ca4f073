import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
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

/** Text of the source, where codes and test titles are. */
const source = tracked
  .filter(
    (file) => /^(?!tools\/docs-paths).*\.(?:ts|json|jsonc|md|mjs)$/.test(file) && !/CONTRIBUTING|docs\//.test(file),
  )
  .map((file) => (existsSync(join(ROOT, file)) ? read(file) : ""))
  .join("\n");

it.each(["CONTRIBUTING.md", "docs/architecture.md", "docs/debugging.md"])(
  "%s names only error codes and test titles that exist",
  (page) => {
    const text = read(page);
    const codes = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code = ""]) => code);
    const titles = [...text.matchAll(/-t "([^"]+)"/g)].map(([, title = ""]) => title);
    expect([...codes, ...titles].filter((name) => !source.includes(name))).toEqual([]);
  },
);

it("each test file that a script of package.json names exists", () => {
  const named = [...read("package.json").matchAll(/[\w./-]+\.test\.ts/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !tracked.some((file) => file.endsWith(name)))).toEqual([]);
});

it("finds a path that doesn't exist in code, in a link, in a table and in a sentence", () => {
  const page =
    "See `server/src/none.ts`, [a](docs/none.md).\n| `engine/none/` | x |\nOpen tools/bench/none.ts. `package.json`\n";
  const paths = pathsIn(page);
  expect(paths).toEqual(["server/src/none.ts", "docs/none.md", "engine/none/", "tools/bench/none.ts", "package.json"]);
  expect(paths.filter((path) => existsSync(join(ROOT, path)))).toEqual(["package.json"]);
});

it("leaves URLs and paths of the local stack alone", () => {
  expect(
    pathsIn("https://example.com/engine/x.ts `.cf-auth/server/x` v3/docs/x.md the engine server/dist/worker/worker.js"),
  ).toEqual([]);
});

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(page: string): Set<string> {
  const headings = page.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "").matchAll(/^#+ (.*)$/gm);
  const anchors = [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\d\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(anchors);
}

/** Links of a page to headings that don't exist, as they are written. */
function deadAnchors(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([\w./-]*\.md)?#([\w-]+)\)/g)];
  return links.flatMap(([, target, anchor = ""]) => {
    const linked = target === undefined ? text : read(posix.join(posix.dirname(page), target));
    return anchorsOf(linked).has(anchor) ? [] : [`${target ?? ""}#${anchor}`];
  });
}

it.each(tracked.filter((file) => file.endsWith(".md")))("%s links only to headings that exist", (page) => {
  expect(deadAnchors(page, read(page))).toEqual([]);
});

it("finds a link to a heading that doesn't exist, on the page itself and on another", () => {
  const page = "# One two\n\n[a](#one-two) [b](#three) [c](verify.md#errors) [d](verify.md#none)\n";
  expect(deadAnchors("docs/x.md", page)).toEqual(["#three", "verify.md#none"]);
});
