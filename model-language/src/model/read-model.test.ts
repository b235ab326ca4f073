import { describe, expect, test } from "vitest";
import { type ParseOptions, parseModel } from "../index.ts";

const HEAD = "model\n  schema 1.1\ntype user\n";

function problemsOf(source: string, options?: ParseOptions): unknown {
  try {
    parseModel(source, options);
  } catch (error) {
    expect(error).toMatchObject({ name: "EngineError", code: "invalid_model" });
    return (error as { details: { problems: unknown } }).details.problems;
  }
  return [];
}

test("converts a model to the engine's definition", () => {
  const { definition, warnings } = parseModel(`${HEAD}type doc # a comment
  relations
    define viewer: [user with late, user:*]

# condition none(x: int) {
condition late(now: timestamp, days: list<string>) {
  now > timestamp("2024-01-01T00:00:00Z") && "mon" in days
}
`);
  expect(warnings).toEqual([]);
  expect(definition).toMatchObject({
    schema_version: "1.1",
    type_definitions: [
      { type: "user" },
      {
        type: "doc",
        relations: { viewer: { this: {} } },
        metadata: {
          relations: {
            viewer: {
              directly_related_user_types: [
                { type: "user", condition: "late" },
                { type: "user", wildcard: {} },
              ],
            },
          },
        },
      },
    ],
    conditions: {
      late: {
        name: "late",
        parameters: {
          now: { type_name: "TYPE_NAME_TIMESTAMP" },
          days: { type_name: "TYPE_NAME_LIST", generic_types: [{ type_name: "TYPE_NAME_STRING" }] },
        },
      },
    },
  });
});

test("accepts a model without types", () => {
  expect(parseModel("model\n  schema 1.1").definition.type_definitions).toEqual([]);
});

// OpenFGA's own validator fails on it: assets/tests/abac_tests.yaml, tuple_to_userset_with_condition.
test("accepts a condition on a parent", () => {
  const source = `${HEAD}type folder
  relations
    define viewer: [user]
type doc
  relations
    define parent: [folder with few]
    define viewer: viewer from parent
condition few(x: int) {
  x < 100
}`;
  expect(problemsOf(source)).toEqual([]);
  expect(problemsOf(source.replace("[user]", "[user with many]"))).toEqual([
    { line: 6, column: 31, message: "condition many is not defined" },
  ]);
  expect(problemsOf(source.replace("viewer from parent", "viewer from parent or editor"))).toEqual([
    { line: 10, column: 42, message: "relation editor is not defined on type doc" },
  ]);
});

describe("problems and their positions", () => {
  test("of the syntax: every one", () => {
    const source = `${HEAD}type doc\n  relations\n    define a [user]\n    define b: [user\n    define c: [user]\ntype\n`;
    expect(problemsOf(source)).toEqual([
      { line: 6, column: 14, message: expect.stringContaining("a colon") },
      { line: 8, column: 5, message: expect.stringContaining('expected "," or "]"') },
      { line: 9, column: 5, message: expect.stringContaining("the name of a type") },
    ]);
  });

  test("of the model: every one, in order", () => {
    const source = `${HEAD}type doc
  relations
    define a: [user] or b
    define c: d from a
    define e: [person, doc#zz]
    define f: [user with g]
`;
    expect(problemsOf(source)).toEqual([
      { line: 6, column: 25, message: "relation b is not defined on type doc" },
      { line: 7, column: 22, message: expect.stringContaining('"from a" needs a relation') },
      { line: 8, column: 16, message: "type person is not defined" },
      { line: 8, column: 28, message: "relation zz is not defined on type doc" },
      { line: 9, column: 26, message: "condition g is not defined" },
    ]);
  });

  test("of conditions, together with others", () => {
    const source = `${HEAD}type doc
  relations
    define a: [user with late, user with early] or b

# condition late(x: string) { x > 1 }
condition late(x: int, s: string) {
  # a comment
  x > 1 &&   # another
    s > 1
}
condition early(x: int) { x + 1 }
condition unused(x: int) {
  x > 1
}`;
    expect(problemsOf(source)).toEqual([
      { line: 6, column: 52, message: "relation b is not defined on type doc" },
      { line: 12, column: 5, message: "condition late: no such overload: string > int" },
      { line: 14, column: 27, message: "condition early: the expression gives int, not bool" },
      { line: 15, column: 11, message: "condition unused is not used by any relation" },
    ]);
  });

  test("of an expression with comments and unusual blanks, at their position in the source", () => {
    const source = `${HEAD}condition  spaced (x: int) {\n  // first\n  x > // second 'b'\n    'a' }`;
    expect(problemsOf(source)).toEqual([
      { line: 4, column: 12, message: "condition spaced is not used by any relation" },
      { line: 6, column: 3, message: "condition spaced: no such overload: int > string" },
    ]);
    expect(problemsOf(source.replace("'a'", "y"))).toContainEqual({
      line: 7,
      column: 5,
      message: "condition spaced: Unknown variable: y",
    });
  });

  test("the error's message has the first", () => {
    expect(() => parseModel(`${HEAD}type doc\n  relations\n    define a: b or c\n`)).toThrow(
      /^Line 6: relation b is not defined on type doc \(and 1 more\)$/,
    );
  });

  test("at most 100, with the number of all", () => {
    const names = Array.from({ length: 150 }, (_, i) => `n${i}`);
    const source = `${HEAD}type doc\n  relations\n    define a: ${names.join(" or ")}\n`;
    expect(problemsOf(source)).toHaveLength(100);
    expect(() => parseModel(source)).toThrow(/\(and 149 more\)$/);
  });
});

describe("recursion through negation", () => {
  const recursive = `${HEAD}type doc
  relations
    define parent: [doc]
    define blocked: [user] or viewer from parent
    define viewer: [user] but not blocked
    define editor: viewer
`;
  const warning = { line: 8, column: 12, message: expect.stringContaining("doc#viewer depends on itself") };

  test("is a warning", () => {
    expect(parseModel(recursive).warnings).toEqual([warning]);
  });

  test("is a problem if strict", () => {
    expect(problemsOf(recursive, { strict: true })).toEqual([warning]);
  });

  test("through usersets, intersections and nested negations", () => {
    const source = `${HEAD}type group
  relations
    define guest: [user, group#member]
    define member: [user] but not (([user] and guest) but not banned)
    define banned: [user, group#member]
`;
    expect(parseModel(source.replace("(([user] and guest)", "(guest")).warnings).toEqual([
      { line: 7, column: 12, message: expect.stringContaining("group#member") },
    ]);
  });

  test("isn't reported if the subtracted part doesn't depend on the relation", () => {
    const source = `${HEAD}type doc
  relations
    define parent: [doc]
    define blocked: [user] or blocked from parent
    define viewer: ([user] or viewer from parent) but not blocked
`;
    expect(parseModel(source, { strict: true }).warnings).toEqual([]);
  });
});

describe("a parameter that two conditions give different types", () => {
  const model = (first: string, second: string) => `${HEAD}type doc
  relations
    define viewer: [user with one, user with two]
condition one(${first}) {
  true
}
  condition two(${second}) {
  true
}
`;

  test.each([
    ["a: int, b: bool", "b: string", "b is string, and bool in condition one"],
    ["x: list<string>", "x: list<int>", "x is list<int>, and list<string> in condition one"],
    ["x: map<int>", "y: bool, x: list<int>", "x is list<int>, and map<int> in condition one"],
  ])("is a warning, at the second one's name, strict or not: %s and %s", (first, second, message) => {
    const found = `condition two: parameter ${message}: no value in a request's context suits both`;
    const warnings = [{ line: 10, column: 13, message: found }];
    expect(parseModel(model(first, second)).warnings).toEqual(warnings);
    expect(parseModel(model(first, second), { strict: true }).warnings).toEqual(warnings);
  });

  test("isn't reported for equal types or different names", () => {
    expect(parseModel(model("a: int, b: list<string>", "b: list<string>, c: bool")).warnings).toEqual([]);
  });

  test("comes after warnings of earlier lines", () => {
    const relations = [
      "define parent: [doc]",
      "define blocked: [user] or viewer from parent",
      "define viewer: [user with one, user with two] but not blocked",
    ].join("\n    ");
    const source = model("x: int", "x: bool").replace(/define viewer.*/, relations);
    expect(parseModel(source).warnings.map(({ line }) => line)).toEqual([8, 12]);
  });
});

// OpenFGA's validator follows every path through "and": 2^25 of them.
test("reads relations with exponentially many paths between them", () => {
  const doubled = Array.from({ length: 25 }, (_, i) => `    define r${i + 1}: (r${i} or r${i}) and r${i}`).join("\n");
  expect(parseModel(`${HEAD}type doc\n  relations\n    define r0: [user]\n${doubled}`).warnings).toEqual([]);
});

describe("a relation that no tuple can lead to", () => {
  const problem = { message: expect.stringContaining("no tuple can lead to") };

  test.each([
    ["which is itself", "define a: a", [6]],
    ["in a circle", "define a: b\n    define b: a", [6, 7]],
    ["which needs itself beside another", "define b: [user]\n    define a: b and a", [7]],
    ["which subtracts itself", "define b: [user]\n    define a: b but not a", [7]],
    ["through its own usersets only", "define a: [doc#a]", [6]],
    ["through its own parents only", "define up: [doc]\n    define a: a from up", [7]],
  ])("is refused: %s", (_name, relations, lines) => {
    const found = problemsOf(`${HEAD}type doc\n  relations\n    ${relations}\n`);
    expect(found).toEqual(lines.map((line) => ({ line, column: 12, ...problem })));
  });

  test("isn't one with an alternative to itself", () => {
    const source = `${HEAD}type doc\n  relations\n    define up: [doc]\n    define a: [user, doc#a] or a from up\n`;
    expect(problemsOf(source)).toEqual([]);
  });
});

describe("a byte order mark at the beginning", () => {
  test("isn't part of the model or of a column", () => {
    const source = `${HEAD}type doc\n  relations\n    define a: [user]\n`;
    expect(parseModel(`\ufeff${source}`).definition).toEqual(parseModel(source).definition);
    expect(problemsOf("\ufeffmodell")).toEqual([{ line: 1, column: 1, message: expect.stringContaining("modell") }]);
  });

  test.each([
    ["anywhere else", `${HEAD}type do\ufeffc`, 4, 8, "U+FEFF"],
    ["a zero width space", `${HEAD}type doc\u200b s`, 4, 9, "the invisible character U+200B"],
    ["a no-break space", `${HEAD}type\u00a0doc`, 4, 5, "the invisible character U+00A0"],
    ["a control character in a comment", `${HEAD}# \u0007 bell`, 4, 3, "the invisible character U+0007"],
    ["half a surrogate pair", `${HEAD}# \ud800`, 4, 3, "the invisible character U+D800"],
    ["a letter that is none of the language", `${HEAD}type caf\u00e9`, 4, 9, '"é" (U+00E9)'],
    ["what takes two UTF-16 units", `${HEAD}type 😀`, 4, 6, '"😀" (U+1F600)'],
  ])("is named by its code point: %s", (_name, source, line, column, message) => {
    expect(problemsOf(source)).toEqual([{ line, column, message: expect.stringContaining(message) }]);
  });
});

describe("parameters of type any", () => {
  const source = `${HEAD}type doc
  relations
    define a: [user with loose]
condition loose(any: any, l: list<any>, m: map<any>) {
  any == 1.0 && l.exists(i, i == "a") && m.deep.er == true
}
`;

  test("are accepted, alone and in lists and maps", () => {
    const any = { type_name: "TYPE_NAME_ANY" };
    expect(parseModel(source).definition.conditions?.loose?.parameters).toEqual({
      any,
      l: { type_name: "TYPE_NAME_LIST", generic_types: [any] },
      m: { type_name: "TYPE_NAME_MAP", generic_types: [any] },
    });
  });

  test("preserve the positions of everything after them", () => {
    expect(problemsOf(source.replace("true", "zz"))).toEqual([
      { line: 8, column: 55, message: "condition loose: Unknown variable: zz" },
    ]);
    expect(problemsOf(source.replace("map<any>", "map<anny>"))).toEqual([
      { line: 7, column: 44, message: expect.stringContaining("map<string>") },
    ]);
  });
});

test("accepts many relations that each depend on all previous ones", () => {
  const permissions = Array.from({ length: 40 }, (_, i) => {
    const before = Array.from({ length: i }, (_, j) => `p${j}`).join(" or ");
    return `    define p${i}: [user, team#member]${before && ` or ${before}`} or p${i} from parent`;
  });
  const team = "type team\n  relations\n    define member: [user, team#member]\n";
  const source = `${HEAD}${team}type doc\n  relations\n    define parent: [doc]\n${permissions.join("\n")}`;
  expect(parseModel(source).definition.type_definitions).toHaveLength(3);
});
