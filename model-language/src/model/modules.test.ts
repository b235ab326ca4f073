import { describe, expect, test } from "vitest";
import { type ParseOptions, parseManifest, parseModules } from "../index.ts";

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

test("modules form one model; unlisted files are ignored with a warning", () => {
  const { definition, warnings } = parseModules(files({ "other.fga": "nonsense" }));
  const message = "fga.mod does not list other.fga: the file is ignored";
  expect(warnings).toEqual([{ file: "other.fga", line: 1, column: 1, message }]);
  expect(problemsOf({ "other.fga": "nonsense" }, { strict: true })).toEqual(warnings);
  expect(parseModules(files({})).warnings).toEqual([]);
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

describe("problems name their file", () => {
  test("of modules and their conditions, together", () => {
    const docs = DOCS.replace("type org", "type orgg").replace("[org]", "[orgs]").replace("100", "'a'");
    expect(problemsOf({ "sub/docs.fga": docs })).toEqual([
      { file: "sub/docs.fga", line: 2, column: 13, message: "type orgg is extended, but no module defines it" },
      { file: "sub/docs.fga", line: 7, column: 20, message: "type orgs is not defined" },
      { file: "sub/docs.fga", line: 8, column: 20, message: "no type that owner may hold has a relation member" },
      { file: "sub/docs.fga", line: 9, column: 11, message: "condition few is not used by any relation" },
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
      { file: "core.fga", line: 1, column: 1, message: expect.stringContaining("is not a module") },
    ]);
    expect(problemsOf({ "core.fga": "module core\ncondition c(x: int) {\n  x > 1\n}\n" })).toEqual([
      { file: "core.fga", line: 1, column: 8, message: "module core defines no type" },
    ]);
    expect(problemsOf({ "core.fga": `${CORE}    define a: ${"(".repeat(60)}member\n` })).toEqual([
      { file: "core.fga", line: 6, column: 65, message: "brackets are nested more than 50 deep" },
    ]);
  });

  test("of names that are defined twice", () => {
    const twice = DOCS.replace("condition few", "type user\nextend type org\ncondition few");
    expect(problemsOf({ "sub/docs.fga": twice })).toEqual([
      { file: "sub/docs.fga", line: 9, column: 6, message: "type user is defined twice" },
      { file: "sub/docs.fga", line: 10, column: 13, message: "type org is extended twice in this file" },
    ]);
    const member = DOCS.replace("define admin: [user with few]", "define member: [user with few]");
    expect(problemsOf({ "sub/docs.fga": member })).toContainEqual({
      file: "sub/docs.fga",
      line: 4,
      column: 12,
      message: "relation member is defined twice on type org",
    });
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
    ["a file that is listed twice", `${MANIFEST}  - core.fga\n`, 5, 5, "core.fga is listed twice"],
    ["a file of its own kind", `${MANIFEST}  - fga.mod\n`, 5, 5, "fga file extension"],
    ["a list in a list", "- ".repeat(5_000), 1, 1, "a list of files, one a line"],
    ["a list in an object in a list", `${'{"a":['.repeat(20)}`, 1, 1, "a list of files, one a line"],
    ["more than it can be", `${MANIFEST}#${" ".repeat(10_000)}`, 1, 1, "10055 bytes, more than 10000"],
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

  test("of a missing manifest", () => {
    expect(() => parseModules([{ name: "core.fga", contents: CORE }])).toThrow("fga.mod, line 1: there is no fga.mod");
  });
});

test("ignores a byte order mark at the beginning of any file", () => {
  const marked = Object.fromEntries(files({}).map(({ name, contents }) => [name, `\ufeff${contents}`]));
  expect(parseModules(files(marked))).toEqual(parseModules(files({})));
  expect(parseManifest(`\ufeff${MANIFEST}`)).toEqual(parseManifest(MANIFEST));
});

test("refuses two files with the same name", () => {
  const twice = [...files({}), { name: "core.fga", contents: CORE }];
  expect(() => parseModules(twice)).toThrow("there are two files called core.fga");
});
