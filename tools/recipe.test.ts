import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findTypeErrors, insertAbove, readRecipe } from "./recipe.ts";

describe("reads a recipe", () => {
  const block = (...lines: string[]) => ["   ```ts", ...lines.map((line) => `   ${line}`), "   ```"].join("\n");
  const page = (...blocks: string[]) =>
    ["# A", "", "## Cook", "", ...blocks, "", "## Other", "", "```ts", "x", "```", ""].join("\n");

  it("takes new files and insertions of one section, without the indent of its list", () => {
    const text = page(block("// a/b.test.ts", "one();"), block("// a/c.ts, above: async two(", "  // x", ""));
    expect(readRecipe(text, "## Cook")).toEqual([
      { file: "a/b.test.ts", above: undefined, code: "one();\n" },
      { file: "a/c.ts", above: "async two(", code: "  // x\n\n" },
    ]);
  });

  it("refuses a block without a file, and a heading that isn't there", () => {
    expect(() => readRecipe(page(block("one();")), "## Cook")).toThrow('"one();" names no file');
    expect(() => readRecipe(page(), "## Bake")).toThrow('There is no heading "## Bake".');
  });
});

describe("inserts code above a line", () => {
  it("above exactly that line", () => {
    const text = "class A {\n  a() {}\n\n  /** Does b. */\n  b() {}\n}\n";
    expect(insertAbove(text, "/** Does b.", "  x() {}\n\n")).toBe(text.replace("  /**", "  x() {}\n\n  /**"));
  });

  it("refuses a line that is missing or isn't the only one", () => {
    expect(() => insertAbove("a\nb\n", "c", "x")).toThrow('0 lines begin with "c"');
    expect(() => insertAbove("a1\na2\n", "a", "x")).toThrow('2 lines begin with "a"');
  });
});

it("finds a type error in a file, and none in a file that it only imports", () => {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-types-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    "tsconfig.json",
    '{ "compilerOptions": { "strict": true, "module": "preserve", "allowImportingTsExtensions": true, "types": [] } }',
  );
  write("a.ts", 'import { b } from "./b.ts";\n\nexport const a: string = b;\n');
  write("b.ts", 'export const b: number = 1;\nexport const c: number = "x";\n');
  const file = join(folder, "a.ts");
  expect(findTypeErrors(folder, [file])).toEqual([`${file}:3: Type 'number' is not assignable to type 'string'.`]);
  rmSync(folder, { recursive: true, force: true });
});
