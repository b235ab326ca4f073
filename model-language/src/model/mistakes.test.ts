import { describe, expect, test } from "vitest";
import { parseModel } from "../index.ts";

const HEAD = "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]\n";
const CONDITION = "condition late(x: int) {\n  x > 1\n}\n";

function problemsOf(source: string): unknown {
  try {
    parseModel(source);
  } catch (error) {
    return (error as { details: { problems: unknown } }).details.problems;
  }
  return [];
}

/** Models with common mistakes: each is reported with its position and correction. */
const WHOLE: readonly [mistake: string, source: string, line: number, column: number, message: string][] = [
  ["broken JSON", '{"schema_version":"1.1"', 1, 1, "the model is no valid JSON"],
  ["no header", "type user\n", 1, 1, 'start it with the lines "model" and "  schema 1.1"'],
  ["no text", "", 1, 1, "the model starts with the end of the text"],
  ["no schema", "model\ntype user\n", 2, 1, 'write "schema 1.1" on the line after "model"'],
  ["both on one line", "model schema 1.1\n", 1, 7, 'write "schema 1.1" on the line after "model"'],
  ["a schema that is no number", "model\n  schema v1\n", 2, 10, 'write the schema version as a number: "schema 1.1"'],
  ["an old schema", "model\n  schema 1.0\n", 2, 10, 'schema version 1.0 is not supported: write "schema 1.1"'],
  ["a module alone", "module core\ntype user\n", 1, 1, "send all files of the model, with fga.mod among them"],
  ["a second header", `${HEAD}model\n`, 7, 1, '"model" is allowed once, at the beginning of a file'],
  [
    "a type below a condition",
    `${HEAD}${CONDITION}type doc\n`,
    10,
    1,
    "types come before conditions: move this type up",
  ],
  ["no relations", `${HEAD}type doc\n  relations\ntype org\n`, 8, 3, 'leave out "relations", or define one'],
  [
    "relations without their line",
    `${HEAD}type doc\n  define a: [user]\n`,
    8,
    3,
    'write "relations" on the line after',
  ],
  ["a misspelt define", `${HEAD}type doc\n  relations\n  def a: [user]\n`, 9, 3, 'a relation starts with "define"'],
  ["a blank in a name", `${HEAD}type big doc\n`, 7, 10, "names have no blanks"],
  ["a brace behind a type", `${HEAD}type doc {\n`, 7, 10, "lines need no braces"],
  ["a comment with slashes", `${HEAD}type doc // all\n`, 7, 10, "a comment starts with #"],
  [
    "something else",
    `${HEAD}permission view\n`,
    7,
    1,
    'a line starts with "type", "relations", "define" or "condition"',
  ],
];

describe("a mistake in a model is reported with its correction", () => {
  test.each(WHOLE)("%s", (_mistake, source, line, column, message) => {
    expect(problemsOf(source)).toEqual([{ line, column, message: expect.stringContaining(message) }]);
  });
});

/** Relations of a type that has `a`, `b` and `c`. */
const RELATIONS: readonly [mistake: string, definition: string, at: string, message: string][] = [
  ["or beside and", "x: a or b and c", "and", "are mixed: put brackets around one of them"],
  ["and beside but not", "x: a and b but not c", "but not", "are mixed: put brackets around one of them"],
  ["but not twice", "x: a but not b but not c", "but not c", "are mixed: put brackets around one of them"],
  ["mixed in brackets", "x: (a or b and c)", "and", "are mixed: put brackets around one of them"],
  ...[
    "and",
    "or",
    "from",
    "with",
    "in",
    "condition",
    "relations",
    "define",
    "true",
    "false",
    "null",
    "self",
    "this",
  ].map((word): [string, string, string, string] => [
    `a relation called ${word}`,
    `${word}: [user]`,
    word,
    `"${word}" is a reserved word: choose another name for the relation`,
  ]),
  ["a relation called but not", "but not: [user]", "but not", 'expected the name of a relation, not "but not"'],
  [
    "an assignment in second place",
    "x: a or [user]",
    "[user]",
    "comes first, and once: write [user, team#member] or editor",
  ],
  ["two assignments", "x: [user] or [team]", "[team]", "comes first, and once"],
  ["an assignment behind from", "x: a from [team]", "[team]", "comes first, and once"],
  ["no brackets", "x: user", "user", "write [user] if its subjects are to be assigned"],
  ["no subjects", "x: []", "]", "the brackets are empty: name who may be assigned, as in [user]"],
  ["a comma at the end", "x: [user,]", "]", 'remove the comma before "]"'],
  ["no comma", "x: [user team]", "team]", 'expected "," or "]" before "team"'],
  ["one subject", "x: [user:anne]", "anne", 'after "user:" only * may follow; single subjects are stored as tuples'],
  ["a wildcard of usersets", "x: [team#member:*]", ":*", "a userset has no wildcard: write user:* or team#member"],
  ["a condition behind the brackets", "x: [user] with late", "with", '"with" goes inside the brackets'],
  ["no condition", "x: [user with]", "]", '"]" after "with" is not a condition name'],
  ["no colon", "x [user]", "[user]", `write a colon after the relation's name, as in "define x: [user]"`],
  ["as, of schema 1.0", "x as self", "as", "write a colon after the relation's name"],
  ["a blank in a name", "can view: a", "view", "names have no blanks: write a colon"],
  ["a name that starts with a digit", "2fa: a", "2", 'expected the name of a relation, not "2"'],
  [
    "from twice",
    "x: a from b from c",
    "from c",
    '"from" follows one relation: give the first step a relation of its own',
  ],
  ["signs for or", "x: a | b", "|", 'unexpected "|": write "or"'],
  ["signs for and", "x: a && b", "&& b", 'unexpected "&": write "and"'],
  ["signs for but not", "x: a - b", "-", 'unexpected "-": write "but not"'],
  ["but alone", "x: a but b", "but", 'write "but not" with one blank'],
  ["no second operand", "x: a or", "\n", "expected the name of a relation, not the end of the line"],
  ["no first operand", "x: or b", "or", '"or" needs a relation on both of its sides'],
  ["a bracket that is not closed", "x: (a or b", "\n", 'expected ")" before the end of the line'],
  ["a bracket that is not opened", "x: a or b)", ")", 'unexpected ")"'],
  ["the same twice", "x: a or b or a", "a\n", '"a" appears twice in the definition of x'],
  ["the same subject twice", "x: [user, team, user]", "user]", '"user" appears twice in the brackets'],
];

describe("a mistake in a relation is reported with its correction", () => {
  test.each(RELATIONS)("%s", (_mistake, definition, at, message) => {
    const others = ["a", "b", "c"].map((name) => `    define ${name}: [user]\n`).join("");
    const source = `${HEAD}type doc\n  relations\n${others}    define ${definition}\n`;
    const column = `    define ${definition}\n`.lastIndexOf(at) + 1;
    expect(problemsOf(source)).toEqual([{ line: 12, column, message: expect.stringContaining(message) }]);
  });
});

const CONDITIONS: readonly [mistake: string, text: string, line: number, column: number, message: string][] = [
  [
    "parameters on several lines",
    "(x: int,\n  y: int) {\n  x > y\n}",
    9,
    23,
    "write all parameters of a condition on one line",
  ],
  [
    "parameters that start on the next line",
    "(\n  x: int) {\n  x > 1\n}",
    9,
    16,
    "write all parameters of a condition on one line",
  ],
  ["no parameters", "() {\n  true\n}", 9, 16, "it needs at least one, as in (now: timestamp)"],
  ["no list of parameters", " {\n  true\n}", 9, 16, 'expected "(" after condition late, not "{"'],
  ["a parameter without a type", "(x) {\n  x\n}", 9, 17, 'expected ":" after parameter x, not ")"'],
  [
    "a type that is none",
    "(x: integer) {\n  x > 1\n}",
    9,
    19,
    '"integer" is not a parameter type: write bool, string, int',
  ],
  [
    "a list of nothing",
    "(x: list) {\n  true\n}",
    9,
    19,
    "write the type of the list's items, without spaces: list<string>",
  ],
  ["a list of lists", "(x: list<list<int>>) {\n  true\n}", 9, 19, "not a list or map"],
  ["a list with blanks", "(x: list< int >) {\n  true\n}", 9, 19, "without spaces: list<string>"],
  [
    "a parameter called like a type",
    "(string: string) {\n  true\n}",
    9,
    16,
    '"string" is a type: choose another name for the parameter',
  ],
  ["a parameter twice", "(x: int, x: int) {\n  x > 1\n}", 9, 24, "parameter x is defined twice"],
  ["a brace on the next line", "(x: int)\n{\n  x > 1\n}", 9, 23, 'write "{" on the line of the parameters'],
  ["no end", "(x: int) {\n  x > 1\n", 9, 24, 'the condition has no end: write "}" behind it'],
  ["a map in the expression", "(x: int) {\n  x in {1: 2}\n}", 10, 13, "the expression ends at its first }"],
  ["a string that is not closed", '(x: int) {\n  x == "a\n}', 10, 8, "the string has no end on its line"],
  [
    "a comment sign in a string",
    '(x: string) {\n  x == "a #1"\n}',
    10,
    8,
    "# behind a blank begins a comment, even in a string",
  ],
];

describe("a mistake in a condition is reported with its correction", () => {
  test.each(CONDITIONS)("%s", (_mistake, text, line, column, message) => {
    const doc = "type doc\n  relations\n";
    const source = `${HEAD.replace("[user]", "[user with late]")}${doc}    define a: [user]\ncondition late${text}`;
    const moved = { line: line + 1, column };
    expect(problemsOf(source)).toEqual([{ ...moved, message: expect.stringContaining(message) }]);
  });
});

test("braces, comment signs and quotes in strings don't end an expression", () => {
  const strings = [`"}"`, `'{"}'`, `"//"`, `"""}'\n}"""`, `r"\\d}"`, `(b"}" == b"}" ? "" : "a")`, `"\\"}"`];
  for (const text of strings) {
    const source = `${HEAD.replace("[user]", "[user with late]")}condition late(x: string) {\n  x == ${text} // } "\n}\n`;
    expect(problemsOf(source)).toEqual([]);
  }
});

test("a message quotes only the start of a long text", () => {
  const long = "n".repeat(100_000);
  const condition = `condition ${long}(x: int) { x > 1 }\n`;
  const sources = [`${long}`, `${HEAD}type ${long}\n`, `${HEAD}type a ${long}\n`, `${HEAD}${condition}`].concat(
    [`${long}: [user]`, `a: ${long}`, `a: [${long}]`, `a: [user] ${long}`, `a: [user with ${long}]`].map(
      (definition) => `${HEAD}type doc\n  relations\n    define ${definition}\n`,
    ),
    [`c(x: int) { ${"y".repeat(9_000)} }`, `c(${long}: int) { x }`, `c(x: ${long}) { x }`].map(
      (text) => `${HEAD.replace("[user]", "[user with c]")}condition ${text}\n`,
    ),
  );
  for (const source of sources) {
    const problems = problemsOf(source) as { message: string }[];
    expect(problems.length).toBeGreaterThan(0);
    for (const { message } of problems) expect(message.length).toBeLessThanOrEqual(500);
  }
});
