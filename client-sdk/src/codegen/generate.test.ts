import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate } from "./generate.ts";

const MODEL = `model
  schema 1.1
type user
type asset-category
  relations
    define viewer: [user, user with at_hours]
condition at_hours(now: timestamp, hours: list<int>, odd: map<bool>, loose: any, more: list<any>) {
  now.getHours() in hours
}
`;

let folder: string;
let file: string;
const written = () => readFileSync(join(folder, "model.ts"), "utf8");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cf-auth-generate-"));
  file = join(folder, "model.fga");
  writeFileSync(file, MODEL);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the file it writes", () => {
  it("is created next to the model, with its types and its text", () => {
    const output = join(folder, "model.ts");
    expect(generate([file])).toEqual({ code: 0, data: "", words: `Wrote ${output}.\n` });
    expect(written()).toBe(`// Generated from model.fga by cf-auth-generate. Do not edit.
import type { ModelSource } from "@cf-auth/client";

/** Types of each relation, for \`createClient<Model>\`. */
export interface Model {
  types: {
    user: Record<never, never>;
    "asset-category": {
      viewer: {
        subjects: "user" | "asset-category#viewer";
        direct: { user: "" | "at_hours" };
        conditions: "user with at_hours";
      };
    };
  };
  conditions: {
    at_hours: { now: string | Date; hours: readonly (number | \`\${number}\`)[]; odd: Readonly<Record<string, boolean>>; loose: unknown; more: readonly unknown[] };
  };
}

/** For \`authz.model.put({ model: model.source })\`. */
export const model: ModelSource<Model> = {
  source: \`${MODEL}\`,
};
`);
  });

  it("contains the model's text unchanged", async () => {
    const odd = `${MODEL}# \`back\`ticks, \\n, \${holes}\r\n`;
    writeFileSync(file, odd);
    generate([file]);
    const { model } = await import(join(folder, "model.ts"));
    expect(model.source).toBe(odd);
  });

  it("is written to the given path or to standard output", () => {
    const output = join(folder, "types.ts");
    expect(generate([file, "-o", output]).words).toBe(`Wrote ${output}.\n`);
    const { code, data, words } = generate([file, "--output", "-"]);
    expect({ code, data, words }).toEqual({ code: 0, data: readFileSync(output, "utf8"), words: "" });
  });

  it("isn't rewritten if it is current", () => {
    generate([file]);
    expect(generate([file]).words).toBe(`${join(folder, "model.ts")} is current.\n`);
  });

  it("never overwrites a hand-written file", () => {
    writeFileSync(join(folder, "model.ts"), "export const mine = 1;\n");
    expect(generate([file])).toMatchObject({ code: 2, words: expect.stringContaining("was not written by") });
    expect(written()).toBe("export const mine = 1;\n");
  });
});

describe("--check", () => {
  it("writes nothing, and fails if the file is missing or outdated", () => {
    expect(generate([file, "--check"])).toMatchObject({ code: 1, words: expect.stringContaining("is not what") });
    expect(written).toThrow("ENOENT");
    generate([file]);
    expect(generate([file, "--check"])).toMatchObject({ code: 0 });
    writeFileSync(file, MODEL.replace("viewer: [user, ", "viewer: ["));
    expect(generate([file, "--check"])).toMatchObject({ code: 1 });
  });
});

describe("an invalid model", () => {
  it("is reported with all problems, in the format of compilers", () => {
    writeFileSync(file, "model\n  schema 1.1\ntype doc\n  relations\n    define a: [usr] or b\n    define c: zz\n");
    expect(generate([file])).toEqual({
      code: 1,
      data: "",
      words: expect.stringMatching(
        new RegExp(`^${file}:5:16: .*usr.*\n${file}:5:24: .*relation b .*\n${file}:6:15: .*zz.*\n$`),
      ),
    });
    expect(written).toThrow("ENOENT");
  });

  it("causes warnings if it is valid but suspicious", () => {
    const negated = `model
  schema 1.1
type user
type doc
  relations
    define parent: [doc]
    define blocked: [user] or viewer from parent
    define viewer: [user] but not blocked
`;
    writeFileSync(file, negated);
    expect(generate([file])).toMatchObject({ code: 0, words: expect.stringContaining(`${file}:8:12: warning: `) });
  });
});

describe("a modular model", () => {
  beforeEach(() => {
    file = join(folder, "fga.mod");
    mkdirSync(join(folder, "parts"));
    writeFileSync(file, "schema: '1.2'\ncontents:\n  - core.fga\n  - parts/wiki.fga\n");
    writeFileSync(join(folder, "core.fga"), "module core\ntype user\n");
    writeFileSync(join(folder, "parts/wiki.fga"), "module wiki\ntype page\n  relations\n    define reader: [user]\n");
  });

  it("is read from all of its files", async () => {
    expect(generate([file])).toMatchObject({ code: 0 });
    const { model } = await import(join(folder, "model.ts"));
    expect(model.source.map(({ name }: { name: string }) => name)).toEqual(["fga.mod", "core.fga", "parts/wiki.fga"]);
    expect(written()).toContain('subjects: "user" | "page#reader"');
  });

  it("names the file of each problem", () => {
    writeFileSync(join(folder, "parts/wiki.fga"), "module wiki\ntype page\n  relations\n    define reader: [usr]\n");
    expect(generate([file])).toMatchObject({ code: 1, words: expect.stringContaining("parts/wiki.fga:4:21: ") });
    rmSync(join(folder, "core.fga"));
    expect(generate([file])).toMatchObject({ code: 1, words: expect.stringContaining(`${file}:3:5: `) });
  });
});

describe("an invalid command", () => {
  it.each([
    [["--watch"], "--watch"],
    [["a.fga", "b.fga"], "one file"],
    [["a.fga", "--check", "-o", "-"], "--check"],
    [["nowhere.fga"], "nowhere.fga"],
    [[tmpdir()], "directory"],
  ])("%j", (args, words) => {
    expect(generate(args)).toMatchObject({ code: 2, data: "", words: expect.stringContaining(words) });
  });
});

it("runs as it ships", () => {
  const bin = join(import.meta.dirname, "../../dist/cf-auth-generate.js");
  const run = (...args: string[]) => execFileSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8" });
  expect(run("--help")).toContain("Usage: cf-auth-generate");
  // Without a file it takes the one that is there.
  expect(run("-o", "-")).toBe(generate([file, "-o", "-"]).data);
});
