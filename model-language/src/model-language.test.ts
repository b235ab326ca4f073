import { type ConditionDefinition, EngineError } from "@cf-auth/engine";
import { describe, expect, it } from "vitest";
import { compileCondition, parseModel, parseModules } from "./index.ts";

function condition(expression: string, types: Record<string, string | [string, string]> = {}) {
  const parameters: NonNullable<ConditionDefinition["parameters"]> = Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const [outer, inner] = typeof type === "string" ? [type] : type;
      const generic = inner === undefined ? {} : { generic_types: [{ type_name: `TYPE_NAME_${inner}` }] };
      return [name, { type_name: `TYPE_NAME_${outer}`, ...generic }];
    }),
  );
  return compileCondition({ name: "c", expression, parameters });
}

function errorOf(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error("It went well.");
}

describe("conditions", () => {
  it.each([
    ["b", { b: "BOOL" }, { b: true }, true],
    ["s == 'x'", { s: "STRING" }, { s: "x" }, true],
    ["n + 1 == 3", { n: "INT" }, { n: 2 }, true],
    ["n + 1 == 3", { n: "INT" }, { n: "2" }, true],
    ["n == 9223372036854775807", { n: "INT" }, { n: "9223372036854775807" }, true],
    ["u == 2u", { u: "UINT" }, { u: 2 }, true],
    ["d > 1.5", { d: "DOUBLE" }, { d: 2 }, true],
    ["d > 1.5", { d: "DOUBLE" }, { d: "1.25" }, false],
    ["t < timestamp('2026-01-01T00:00:00Z')", { t: "TIMESTAMP" }, { t: "2025-12-31T23:59:59Z" }, true],
    [
      "now < granted + length",
      { now: "TIMESTAMP", granted: "TIMESTAMP", length: "DURATION" },
      { now: "2026-01-01T00:09:59Z", granted: "2026-01-01T00:00:00Z", length: "10m" },
      true,
    ],
    [
      "now < granted + length",
      { now: "TIMESTAMP", granted: "TIMESTAMP", length: "DURATION" },
      { now: "2026-01-01T02:10:00+02:00", granted: "2026-01-01T00:00:00Z", length: "10m" },
      false,
    ],
    ["ip.in_cidr('192.168.0.0/24')", { ip: "IPADDRESS" }, { ip: "192.168.0.7" }, true],
    ["ip.in_cidr('192.168.0.0/24')", { ip: "IPADDRESS" }, { ip: "192.168.1.7" }, false],
    ["ip.in_cidr('2001:db8::/32')", { ip: "IPADDRESS" }, { ip: "2001:db8::1" }, true],
    ["ip.in_cidr('2001:db8::/32')", { ip: "IPADDRESS" }, { ip: "192.168.1.7" }, false],
    ["ip == ipaddress('::1')", { ip: "IPADDRESS" }, { ip: "0:0:0:0:0:0:0:1" }, true],
    ["l.exists(i, i == 'a')", { l: ["LIST", "STRING"] }, { l: ["b", "a"] }, true],
    ["n in l", { n: "INT", l: ["LIST", "INT"] }, { n: 2, l: [1, 2] }, true],
    ["m['a'] == 1", { m: ["MAP", "INT"] }, { m: { a: 1 } }, true],
    ["'b' in m", { m: ["MAP", "INT"] }, { m: { a: 1 } }, false],
    ["x.a.b == 'c'", { x: "ANY" }, { x: { a: { b: "c" } } }, true],
    ["s.matches('^a+$')", { s: "STRING" }, { s: "aaa" }, true],
    ["toString == 'x'", { toString: "STRING" }, { toString: "x" }, true],
  ] as const)("%s of %j with %j: %j", (expression, types, context, met) => {
    expect(condition(expression, types as never).evaluate(undefined, context)).toEqual({ met });
  });

  it("name what is missing only where it decides", () => {
    const either = condition("a || b", { a: "BOOL", b: "BOOL" });
    expect(either.evaluate(undefined, {})).toEqual({ missing: ["a", "b"] });
    expect(either.evaluate(undefined, { a: false })).toEqual({ missing: ["b"] });
    expect(either.evaluate(undefined, { b: true })).toEqual({ met: true });
    expect(condition("a && b", { a: "BOOL", b: "BOOL" }).evaluate(undefined, { b: false })).toEqual({ met: false });
    expect(condition("toString == 'x'", { toString: "STRING" }).evaluate(undefined, {})).toEqual({
      missing: ["toString"],
    });
  });

  it("take the tuple's value before the request's", () => {
    const equal = condition("s == 'tuple'", { s: "STRING" });
    expect(equal.evaluate({ s: "tuple" }, { s: "request" })).toEqual({ met: true });
    // What the tuple's value hides may be anything.
    expect(equal.evaluate({ s: "tuple" }, { s: 7 })).toEqual({ met: true });
  });

  it.each([
    ["BOOL", "true"],
    ["STRING", 1],
    ["INT", 1.5],
    ["INT", "9223372036854775808"],
    ["UINT", -1],
    ["DOUBLE", "x"],
    ["DOUBLE", ""],
    ["DURATION", "soon"],
    ["TIMESTAMP", "2026-01-01"],
    ["TIMESTAMP", "2026-13-01T00:00:00Z"],
    ["IPADDRESS", "192.168.0.256"],
    ["IPADDRESS", "1::2::3"],
    ["IPADDRESS", "192.168.00.1"],
    ["STRING", "x".repeat(10_001)],
    ["STRING", null],
  ])("refuse a %s that is %j, even where it does not decide", (type, value) => {
    const unused = condition("p == p || true", { p: type });
    const expected = { code: "invalid_context", details: { condition: "c", parameter: "p" } };
    expect(errorOf(() => unused.evaluate(undefined, { p: value }))).toMatchObject(expected);
    expect(errorOf(() => unused.validate({ p: value }))).toMatchObject(expected);
  });

  it("refuse a stored context that names no parameter, and ignore one of a request", () => {
    const simple = condition("a", { a: "BOOL" });
    expect(errorOf(() => simple.validate({ b: true }))).toMatchObject({ code: "invalid_context" });
    expect(simple.evaluate(undefined, { a: true, b: 1 })).toEqual({ met: true });
    expect(() => simple.validate({ a: true })).not.toThrow();
  });

  it.each([
    ["1 / n == 1", { n: "INT" }, { n: 0 }],
    ["m['b'] == 1", { m: ["MAP", "INT"] }, { m: {} }],
    ["ip.in_cidr('nonsense')", { ip: "IPADDRESS" }, { ip: "::1" }],
    ["ipaddress(s) == ipaddress('::1')", { s: "STRING" }, { s: "x" }],
    ["s.matches('(')", { s: "STRING" }, { s: "x" }],
  ])("say that %s cannot be evaluated", (expression, types, context) => {
    expect(errorOf(() => condition(expression, types as never).evaluate(undefined, context))).toMatchObject({
      code: "invalid_context",
      message: expect.stringContaining("cannot be evaluated"),
    });
  });

  it.each([
    ["n +", { n: "INT" }, 3],
    ["n == 'x'", { n: "INT" }, 0],
    ["b && zzz", { b: "BOOL" }, 5],
    ["n + 1", { n: "INT" }, 0],
    ["l.all(a, l.all(b, l.all(c, a == c)))", { l: ["LIST", "INT"] }, undefined],
    [Array(2001).fill("b").join(" && "), { b: "BOOL" }, expect.anything()],
    [`${"(".repeat(200)}b${")".repeat(200)}`, { b: "BOOL" }, expect.anything()],
  ])("refuse %.60s when it is compiled", (expression, types, position) => {
    const error = errorOf(() => condition(expression, types as never));
    expect(error).toMatchObject({ code: "invalid_model", details: { condition: "c" } });
    expect(error.details.position).toEqual(position);
  });

  it("refuse a type that there is not", () => {
    expect(errorOf(() => condition("true", { x: "COLOR" }))).toMatchObject({ code: "invalid_model" });
    expect(errorOf(() => condition("true", { x: "LIST" }))).toMatchObject({ code: "invalid_model" });
  });

  it("end in work_exceeded before they would run over too much", () => {
    const quadratic = condition("l.all(a, l.exists(b, a == b))", { l: ["LIST", "INT"] });
    expect(quadratic.evaluate(undefined, { l: [1, 2, 3] })).toEqual({ met: true });
    const l = Array.from({ length: 1000 }, (_, i) => i);
    expect(errorOf(() => quadratic.evaluate(undefined, { l }))).toMatchObject({ code: "work_exceeded" });
  });

  it("match in linear time what a backtracking expression would take for ever over", () => {
    const evil = condition("s.matches('^(a|a)*$') || s.matches('^(a+)+$')", { s: "STRING" });
    expect(evil.evaluate(undefined, { s: `${"a".repeat(5000)}!` })).toEqual({ met: false });
  });
});

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define banned: [user, doc#reader]
    define reader: [user with c] but not banned
condition c(n: int) {
  n <
    'x'
}
`;

describe("models", () => {
  it("report every problem by line and column", () => {
    const two = MODEL.replace("[user, doc", "[person, doc").replace("not banned", "not nothing");
    const { details } = errorOf(() => parseModel(two));
    expect(details.problems).toEqual(
      expect.arrayContaining([
        { line: 6, column: 21, message: expect.stringContaining("person") },
        { line: 7, column: 42, message: expect.stringContaining("nothing") },
      ]),
    );
    expect(errorOf(() => parseModel("model\n  schma 1.1"))).toMatchObject({ details: { problems: [{ line: 2 }] } });
  });

  it("report a condition that does not compile where it goes wrong", () => {
    expect(errorOf(() => parseModel(MODEL)).details.problems).toEqual([
      { line: 9, column: 3, message: expect.stringContaining("int < string") },
    ]);
  });

  it("warn of a relation that depends on its own absence, and refuse it where that is wanted", () => {
    const source = MODEL.replace("'x'", "5");
    expect(parseModel(source).warnings).toEqual([
      { line: 7, column: 5, message: "reader of doc depends on its own absence" },
    ]);
    expect(errorOf(() => parseModel(source, { strict: true })).details.problems).toHaveLength(1);
    const stratified = source.replace("[user, doc#reader]", "[user]");
    expect(parseModel(stratified, { strict: true }).warnings).toEqual([]);
  });

  const files = [
    { name: "fga.mod", contents: "schema: '1.2'\ncontents:\n  - core.fga\n  - docs/docs.fga\n" },
    { name: "core.fga", contents: "module core\ntype user\ntype team\n  relations\n    define member: [user]\n" },
    {
      name: "docs/docs.fga",
      contents:
        "module docs\nextend type team\n  relations\n    define guest: [user]\ntype doc\n  relations\n    define reader: [team#member, team#guest]\n",
    },
  ];

  it("may come in modules", () => {
    const { definition } = parseModules(files);
    expect(definition.type_definitions.map(({ type }) => type).sort()).toEqual(["doc", "team", "user"]);
    const team = definition.type_definitions.find(({ type }) => type === "team");
    expect(Object.keys(team?.relations ?? {})).toEqual(["member", "guest"]);
  });

  it("in modules report problems by file", () => {
    const broken = files.map((file) => ({ ...file, contents: file.contents.replace("team#guest]", "ghost]") }));
    expect(errorOf(() => parseModules(broken)).details.problems).toEqual([
      { file: "docs/docs.fga", line: 7, column: expect.any(Number), message: expect.stringContaining("ghost") },
    ]);
    expect(errorOf(() => parseModules(files.slice(0, 2))).details.problems).toEqual([
      { file: "fga.mod", line: 4, column: 5, message: "the module docs/docs.fga is missing" },
    ]);
    expect(errorOf(() => parseModules(files.slice(1)))).toMatchObject({ code: "invalid_model" });
  });
});
