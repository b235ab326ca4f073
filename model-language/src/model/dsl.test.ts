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

test("a model becomes what the engine reads", () => {
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

test("a model without types is one", () => {
  expect(parseModel("model\n  schema 1.1").definition.type_definitions).toEqual([]);
});

// OpenFGA's own validator fails on it: assets/tests/abac_tests.yaml, tuple_to_userset_with_condition.
test("a parent may have a condition", () => {
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
  expect(problemsOf(source.replace("[user]", "[user with many]"))).toContainEqual({
    line: 6,
    column: 31,
    message: expect.stringContaining("`many`"),
  });
  expect(problemsOf(source.replace("viewer from parent", "viewer from parent or editor"))).toContainEqual({
    line: 10,
    column: 42,
    message: expect.stringContaining("`editor`"),
  });
});

describe("problems and their places", () => {
  test("of the syntax: every one", () => {
    expect(problemsOf("modell\n schema")).toEqual([
      { line: 1, column: 1, message: expect.stringContaining("modell") },
      { line: 2, column: 2, message: expect.stringContaining("schema") },
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
      { line: 6, column: 25, message: expect.stringContaining("`b`") },
      { line: 7, column: 22, message: expect.stringContaining("only direct relation") },
      { line: 8, column: 16, message: expect.stringContaining("`person`") },
      { line: 8, column: 24, message: expect.stringContaining("`zz`") },
      { line: 9, column: 26, message: expect.stringContaining("`g`") },
    ]);
  });

  test("of conditions, beside the others", () => {
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
      { line: 6, column: 52, message: expect.stringContaining("`b`") },
      { line: 12, column: 5, message: "condition late: no such overload: string > int" },
      { line: 14, column: 27, message: "condition early: the expression gives int, not bool" },
      { line: 15, column: 11, message: expect.stringContaining("not used") },
    ]);
  });

  test("of what the library does not find again: at the beginning", () => {
    const source = `${HEAD}condition  spaced (x: int) {\n  x > 'a'\n}`;
    expect(problemsOf(source)).toEqual([
      { line: 1, column: 1, message: expect.stringContaining("not used") },
      { line: 5, column: 3, message: "condition spaced: no such overload: int > string" },
    ]);
  });

  test("the error itself says the first", () => {
    expect(() => parseModel(`${HEAD}type doc\n  relations\n    define a: b or c\n`)).toThrow(
      /^Line 6: the relation `b` does not exist\. \(and 1 more\)$/,
    );
  });

  test("of brackets that would take the parser minutes", () => {
    const source = `${HEAD}type doc\n  relations\n    define a: ${"(".repeat(3000)}b\n`;
    expect(problemsOf(source)).toEqual([{ line: 6, column: 65, message: "brackets are nested more than 50 deep" }]);
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

  test("is a problem where strict", () => {
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

  test("is not where what is subtracted does not come back", () => {
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

  test("is none where the types are the same, or the names are not", () => {
    expect(parseModel(model("a: int, b: list<string>", "b: list<string>, c: bool")).warnings).toEqual([]);
  });

  test("comes after warnings of the lines before it", () => {
    const relations = [
      "define parent: [doc]",
      "define blocked: [user] or viewer from parent",
      "define viewer: [user with one, user with two] but not blocked",
    ].join("\n    ");
    const source = model("x: int", "x: bool").replace(/define viewer.*/, relations);
    expect(parseModel(source).warnings.map(({ line }) => line)).toEqual([8, 12]);
  });
});

test("relations that rest on each other in more ways than can be followed are refused", () => {
  const doubled = Array.from({ length: 25 }, (_, i) => `    define r${i + 1}: r${i} and r${i}`).join("\n");
  expect(problemsOf(`${HEAD}type doc\n  relations\n    define r0: [user]\n${doubled}`)).toEqual([
    { line: expect.any(Number), column: 12, message: expect.stringContaining("too many ways") },
  ]);
});

test("many relations, each of which rests on all before, are not", () => {
  const permissions = Array.from({ length: 40 }, (_, i) => {
    const before = Array.from({ length: i }, (_, j) => `p${j}`).join(" or ");
    return `    define p${i}: [user, team#member]${before && ` or ${before}`} or p${i} from parent`;
  });
  const team = "type team\n  relations\n    define member: [user, team#member]\n";
  const source = `${HEAD}${team}type doc\n  relations\n    define parent: [doc]\n${permissions.join("\n")}`;
  expect(parseModel(source).definition.type_definitions).toHaveLength(3);
});
