import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError, formatTuples, type RowProblem, readTupleFile, type Tuple, tupleReader } from "@cf-auth/engine";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { yamlToJson } from "./yaml.ts";

function read(yaml: string): Tuple[] {
  return [...readTupleFile(yamlToJson(yaml), tupleReader("json")).tuples()];
}

function problemsOf(yaml: string): readonly RowProblem[] {
  try {
    read(yaml);
  } catch (error) {
    if (error instanceof EngineError && error.code === "invalid_tuple_file") {
      return error.details.problems as RowProblem[];
    }
    throw error;
  }
  throw new Error("The file was taken.");
}

const names = { subjectType: "user", subjectRelation: "", relation: "reader", objectType: "doc", objectId: "1" };
const anne: Tuple = { ...names, subjectId: "anne" };
const bob: Tuple = { ...names, subjectId: "bob" };
const ANNE = "- user: user:anne\n  relation: reader\n  object: doc:1\n";
const BOB = "- {user: user:bob, relation: reader, object: 'doc:1'}\n";

describe("what is accepted", () => {
  it.each([
    ["block and flow style", `${ANNE}${BOB}`],
    ["a start, an end, comments, empty lines", `# all\n---\n# one\n${ANNE}\n# two\n${BOB}...\n# end\n`],
    ["CRLF and a byte order mark", `\ufeff${ANNE}${BOB}`.replaceAll("\n", "\r\n")],
    ["an indented list", `${ANNE}${BOB}`.replaceAll(/^/gm, "   ")],
    ["a dash on a line of its own", `-\n  user: "user:anne"\n  relation: reader\n  object: doc:1\n${BOB}`],
    ["text over several lines", `- user: "user:\\\n    anne"\n  relation: >-\n    reader\n  object: doc:1\n${BOB}`],
    ["no line end at the end", `${ANNE}${BOB.trimEnd()}`],
    ["fields that are null", `${ANNE}  condition:\n  expires_at: ~\n${BOB}`],
    ["JSON", JSON.stringify(parse(`${ANNE}${BOB}`), null, 2)],
  ])("reads %s", (_, yaml) => {
    expect(read(yaml)).toEqual([anne, bob]);
  });

  it("reads conditions with contexts of any type, and an expiry, which stays text", () => {
    const yaml = `${ANNE}  condition:\n    name: late\n    context:\n      b: [1, 2.5, yes, null, true]\n      a: {"c":"1"}\n  expires_at: 2030-01-31T12:00:00Z\n`;
    const context = '{"a":{"c":"1"},"b":[1,2.5,"yes",null,true]}';
    expect(read(yaml)).toEqual([{ ...anne, condition: "late", context, expiresAt: 1896091200 }]);
  });

  it("reads its own export, byte for byte, and so does every reader of YAML", () => {
    const tuples: Tuple[] = [
      { ...anne, subjectId: 'ü"\\\u2028\ufeff\u0085', condition: "x", context: '{"a":["\u2028\\n"],"b":{"c":1e+21}}' },
      { ...bob, subjectRelation: "member", expiresAt: 1 },
      { ...bob, subjectId: "*" },
      { ...bob, objectId: "1:2" },
    ];
    const yaml = formatTuples(tuples, "yaml");
    expect(formatTuples(read(yaml), "yaml")).toBe(yaml);
    expect(formatTuples(read(yaml), "csv")).toBe(formatTuples(tuples, "csv"));
    expect(parse(yaml)).toEqual(JSON.parse(formatTuples(tuples, "json")));
    expect(read(formatTuples([], "yaml"))).toEqual([]);
  });

  it("reads its own export of the longest contexts, and refuses one with a field twice", () => {
    for (const context of [`{"a":[${"1,".repeat(16_000)}1]}`, `{"a":"${"\u2028".repeat(32_700)}"}`]) {
      const yaml = formatTuples([{ ...anne, condition: "late", context }], "yaml");
      expect(formatTuples(read(yaml), "yaml")).toBe(yaml);
    }
    const yaml = formatTuples([{ ...anne, condition: "late", context: '{"a":1,"a":2}' }], "yaml");
    expect(problemsOf(yaml)).toEqual([{ line: 1, reason: 'The field "a" appears twice.' }]);
  });

  it.each(["yaml", "jsonl", "json"] as const)("reads the Kubernetes organisations as %s, byte for byte", (format) => {
    const csv = readFileSync(join(import.meta.dirname, "../../../seeds/kubernetes-org/graph.csv"), "utf8");
    const text = formatTuples(readTupleFile(csv, tupleReader("csv")).tuples(), format);
    const tuples = format === "yaml" ? read(text) : readTupleFile(text, tupleReader(format)).tuples();
    expect(formatTuples(tuples, "csv")).toBe(csv);
  });
});

describe("what is refused, with its line", () => {
  it.each([
    ["an anchor", `${ANNE}- &a {user: user:bob}\n`, 4, "Anchors (&) aren't accepted"],
    ["an alias", `${ANNE}- user: *a\n`, 4, "Aliases (*) aren't accepted"],
    ["a merge", `${ANNE}- <<: *a\n`, 4, "Aliases (*) aren't accepted"],
    ["a tag", `${ANNE}- user: !!binary aGk=\n`, 4, "Tags (!) aren't accepted"],
    ["a field twice", `${ANNE}  user: user:eve\n`, 1, 'The field "user" appears twice.'],
    [
      "a field of the context twice",
      `${ANNE}  condition:\n    name: a\n    context: {b: 1, b: 2}\n`,
      6,
      '"b" appears twice',
    ],
    ["a field of another type", ANNE.replace("doc:1", "1"), 1, "The field object is not text."],
    ["an unknown field", `${BOB}${ANNE.replace("object", "objekt")}`, 2, 'an unknown field "objekt"'],
    ["a number beyond JSON", `${ANNE}  condition: {name: a, context: {b: .inf}}\n`, 4, "JSON has no form"],
    ["a name that is a list", `${ANNE}  ? [a]\n  : b\n`, 1, "The name of a field is not text."],
    ["a row that is text", "- abc\n", 1, "The row is not an object."],
    ["a tab for indentation", `${ANNE}\tcondition: {}\n`, 4, "not valid YAML"],
    ["quotes without an end", `${BOB}- user: "user:anne\n`, 2, "not valid YAML"],
    ["text outside of the list", `${ANNE}name: x\n`, 4, "not valid YAML"],
    ["a mapping", "name: x\n", 1, "The document is not a list."],
    ["a directive", `%YAML 1.1\n---\n${ANNE}`, 1, "The document is not a list."],
    ["several documents", `${ANNE}---\n${BOB}`, 4, "several documents"],
    ["nothing", "", 1, "The file is empty."],
    ["comments alone", "# nothing\n\n", 1, "The file is empty."],
    ["brackets inside each other", `- ${"[".repeat(50_000)}\n`, 1, "nested more than 24 levels"],
    ["mappings inside each other", `- ${"{a: ".repeat(20_000)}\n`, 1, "nested more than 24 levels"],
    ["dashes on one line", `${"- ".repeat(40_000)}\n`, 1, "nested more than 24 levels"],
    ["question marks on one line", `- ${"? ".repeat(40_000)}\n`, 1, "nested more than 24 levels"],
    ["a row that is too long", `- "${"x".repeat(250_000)}"\n`, 1, "longer than 250000 characters"],
    ["a row with too many commas", `- [${",".repeat(190_000)}]\n`, 1, "more than 8000 tokens"],
    ["a row with too many lines", `- a: b\n${"\n".repeat(190_000)}`, 1, "more than 8000 tokens"],
    ["two strings in the form of an export", ANNE.replace("user:anne", '"a","b":"c"'), 1, "not valid YAML"],
    [
      "lines that are ever deeper",
      `-\n${Array.from({ length: 400 }, (_, i) => `${" ".repeat(i + 1)}a:\n`).join("")}`,
      1,
      "",
    ],
  ])("%s", (_, yaml, line, reason) => {
    expect(problemsOf(yaml)[0]).toEqual({ line, reason: expect.stringContaining(reason) });
  });

  it("lists all rows that are refused, at most 100", () => {
    const broken = "- user: &a x\n";
    expect(problemsOf(`${broken}${ANNE}${broken}`).map(({ line }) => line)).toEqual([1, 5]);
    expect(problemsOf(broken.repeat(300))).toHaveLength(100);
  });

  it("a row with hundreds of fields", () => {
    const fields = Array.from({ length: 500 }, (_, i) => `  k${i}: 1\n`).join("");
    expect(problemsOf(`${ANNE}${fields}`)[0]?.reason).toContain("unknown field");
  });

  it("any change of a file is read, or refused with a typed error", () => {
    const text = `${ANNE}  condition: {name: late, context: {a: [1, "x"]}}\n${BOB}`;
    const inserts = [
      "",
      '"',
      "'",
      "{",
      "}",
      "[",
      "- ",
      ": ",
      "? ",
      "|",
      ">",
      "&",
      "*",
      "!",
      "%",
      "\n",
      "\t",
      "\u0000",
      "---\n",
      "#",
    ];
    for (let at = 0; at < text.length; at++) {
      for (const insert of inserts) {
        const changed = text.slice(0, at) + insert + text.slice(at + (at % 3));
        try {
          read(changed);
        } catch (error) {
          expect([changed, error]).toEqual([changed, expect.any(EngineError)]);
        }
      }
    }
  });
});
