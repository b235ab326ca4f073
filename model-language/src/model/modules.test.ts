import { describe, expect, test } from "vitest";
import { type ParseOptions, parseModules } from "../index.ts";

const MANIFEST = "schema: '1.2'\ncontents:\n  - core.fga\n  - sub/docs.fga\n";
const CORE = "module core\ntype user\ntype org\n  relations\n    define member: [user]\n";
const DOCS = `module docs
extend type org
  relations
    define admin: [user with few]
type doc
  relations
    define owner: [org]
    define viewer: member from owner
condition few(x: int) {
  x < 100
}
`;

function files(contents: Record<string, string>) {
  const all = { "fga.mod": MANIFEST, "core.fga": CORE, "sub/docs.fga": DOCS, ...contents };
  return Object.entries(all).map(([name, text]) => ({ name, contents: text }));
}

function problemsOf(contents: Record<string, string>, options?: ParseOptions): unknown {
  try {
    parseModules(files(contents), options);
  } catch (error) {
    expect(error).toMatchObject({ name: "EngineError", code: "invalid_model" });
    return (error as { details: { problems: unknown } }).details.problems;
  }
  return [];
}

test("modules become one model; files that are not named are left out", () => {
  const { definition, warnings } = parseModules(files({ "other.fga": "nonsense" }));
  expect(warnings).toEqual([]);
  expect(definition).toMatchObject({
    schema_version: "1.2",
    type_definitions: [
      { type: "user" },
      { type: "org", relations: { member: { this: {} }, admin: { this: {} } } },
      { type: "doc" },
    ],
    conditions: { few: { name: "few", expression: "x < 100" } },
  });
});

describe("problems, each with its file", () => {
  test("of modules and their conditions, together", () => {
    const docs = DOCS.replace("type org", "type orgg").replace("[org]", "[orgs]").replace("100", "'a'");
    expect(problemsOf({ "sub/docs.fga": docs })).toEqual([
      { file: "sub/docs.fga", line: 2, column: 13, message: expect.stringContaining("orgg") },
      { file: "sub/docs.fga", line: 7, column: 20, message: expect.stringContaining("`orgs`") },
      { file: "sub/docs.fga", line: 8, column: 20, message: expect.stringContaining("`owner`") },
      { file: "sub/docs.fga", line: 9, column: 11, message: expect.stringContaining("not used") },
      { file: "sub/docs.fga", line: 10, column: 3, message: "condition few: no such overload: int < string" },
    ]);
  });

  test("of a condition alone", () => {
    expect(problemsOf({ "sub/docs.fga": DOCS.replace("x < 100", "\n  y < 1") })).toEqual([
      { file: "sub/docs.fga", line: 11, column: 3, message: "condition few: Unknown variable: y" },
    ]);
  });

  test("of the syntax", () => {
    expect(problemsOf({ "core.fga": "module core\ntyp user" })).toEqual([
      { file: "core.fga", line: 2, column: 1, message: expect.stringContaining("typ") },
    ]);
    expect(problemsOf({ "core.fga": "model\n  schema 1.1\ntype user\n" })).toEqual([
      { file: "core.fga", line: 1, column: 1, message: "the file is no module" },
    ]);
    expect(problemsOf({ "core.fga": "module core\ncondition c(x: int) {\n  x > 1\n}\n" })).toEqual([
      { file: "core.fga", line: 1, column: 1, message: "the module defines no type" },
    ]);
    expect(problemsOf({ "core.fga": `${CORE}    define a: ${"(".repeat(60)}member\n` })).toEqual([
      { file: "core.fga", line: 6, column: 65, message: "brackets are nested more than 50 deep" },
    ]);
  });

  test("of names that are defined twice", () => {
    expect(problemsOf({ "sub/docs.fga": `${DOCS}type user\nextend type org\n` })).not.toEqual([]);
    expect(
      problemsOf({ "sub/docs.fga": DOCS.replace("define admin: [user with few]", "define member: [user]") }),
    ).toEqual(
      expect.arrayContaining([
        { file: "sub/docs.fga", line: 4, column: 12, message: "relation member already exists on type org" },
      ]),
    );
  });

  test("of recursion through negation", () => {
    const docs = `module docs
extend type org
  relations
    define parent: [org]
    define banned: [user] or guest from parent
    define guest: [user] but not banned
`;
    const warning = { file: "sub/docs.fga", line: 6, column: 12, message: expect.stringContaining("org#guest") };
    expect(parseModules(files({ "sub/docs.fga": docs })).warnings).toEqual([warning]);
    expect(problemsOf({ "sub/docs.fga": docs }, { strict: true })).toEqual([warning]);
  });
});

describe("problems of fga.mod", () => {
  test.each([
    ["a file that is not there", `${MANIFEST}  - more.fga\n`, 5, 5, "there is no file more.fga"],
    ["another schema", MANIFEST.replace("1.2", "1.1"), 1, 9, "unsupported schema version"],
    ["a way out of the folder", MANIFEST.replace("core.fga", "../core.fga"), 3, 5, "invalid contents item"],
    ["another kind of file", MANIFEST.replace("core.fga", "core.txt"), 3, 5, "fga file extension"],
    ["broken YAML", "schema: '1.2'\ncontents: [a.fga\n", 3, 1, "Flow sequence"],
  ])("%s", (_name, manifest, line, column, message) => {
    expect(problemsOf({ "fga.mod": manifest })).toContainEqual({
      file: "fga.mod",
      line,
      column,
      message: expect.stringContaining(message),
    });
  });

  test("that it is missing", () => {
    expect(() => parseModules([{ name: "core.fga", contents: CORE }])).toThrow("fga.mod, line 1: there is no fga.mod");
  });
});

test("relations that rest on each other in more ways than can be followed are refused, across modules too", () => {
  const doubled = Array.from({ length: 25 }, (_, i) => `    define r${i + 1}: r${i} and r${i}`).join("\n");
  const extension = `module docs\nextend type org\n  relations\n    define r0: member\n${doubled}\n`;
  expect(problemsOf({ "sub/docs.fga": extension })).toEqual([
    { line: expect.any(Number), column: 12, message: expect.stringContaining("too many ways"), file: "sub/docs.fga" },
  ]);
});
