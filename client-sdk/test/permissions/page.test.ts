import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compile } from "./compiler.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = readFileSync(join(ROOT, "docs/typed-permissions.md"), "utf8");

it("compiles the guide's programs, except for the lines marked as errors", () => {
  const programs = [...PAGE.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(programs.join("").match(/@ts-expect-error/g)).toHaveLength(7);
  const sources = Object.fromEntries(programs.map((code, i) => [`program-${i}.ts`, code]));
  const options = { strict: true, types: ["node"], typeRoots: [join(ROOT, "node_modules/@types")] };
  expect(compile(sources, options).complaints).toEqual([]);
});
