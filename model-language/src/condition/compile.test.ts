import { describe, expect, test } from "vitest";
import { condition, evaluate } from "../../test/condition.ts";
import { compileCondition } from "../index.ts";

const met = { met: true };
const unmet = { met: false };

describe("results of expressions", () => {
  test.each<[string, Record<string, string>, Record<string, unknown>, boolean]>([
    ["x < 100", { x: "int" }, { x: 10 }, true],
    ["x < 100", { x: "int" }, { x: 101 }, false],
    ["x > 0.0", { x: "double" }, { x: 0.5 }, true],
    ["x > 5u && int(x) == 7", { x: "uint" }, { x: "7" }, true],
    ["role in roles", { role: "string", roles: "list<string>" }, { role: "a", roles: ["b", "a"] }, true],
    ["roles.all(r, r.startsWith('a'))", { roles: "list<string>" }, { roles: ["ab", "b"] }, false],
    ["roles.exists_one(r, r == 'a')", { roles: "list<string>" }, { roles: ["a", "b"] }, true],
    ["roles.filter(r, r != 'a').map(r, r + '!') == ['b!']", { roles: "list<string>" }, { roles: ["a", "b"] }, true],
    ["user.color == 'red' && 'age' in user", { user: "map<any>" }, { user: { color: "red", age: 1 } }, true],
    ["m.exists(k, m[k] > 1)", { m: "map<int>" }, { m: { a: 1, b: 2 } }, true],
    ["m['constructor'] == 1", { m: "map<int>" }, { m: { constructor: 1 } }, true],
    ["has(m.a) && !has(m.b)", { m: "map<int>" }, { m: { a: 1 } }, true],
    ["size('añb') == 3 && 'ab'.contains('b')", {}, {}, true],
    ["matches('abc', '^a.c$') && 'xabcx'.matches('a.c')", {}, {}, true],
    ["type(1) == int && dyn(1) == 1.0 && 1 in [1, 'a']", {}, {}, true],
  ])("%s", (expression, parameters, context, expected) => {
    expect(evaluate(expression, parameters, context)).toEqual({ met: expected });
  });

  test.each([
    ["x == 1", 1],
    ["1 == x", 1],
    ["x != 'a'", 1],
    ["x > 1", 1.5],
    ["x == 'a'", "a"],
    ["x == null", null],
    ["x == [1, 2]", [1, 2]],
    ["x.a.b[0] == 'c'", { a: { b: ["c"] } }],
    ["x.matches('^a+$')", "aaa"],
    ["x.constructor == 'c'", { constructor: "c" }],
  ])("of any: %s", (expression, x) => {
    expect(evaluate(expression, { x: "any" }, { x })).toEqual(met);
  });

  // Facts of openfga/openfga: assets/tests/abac_tests.yaml and internal/condition/eval/eval.go.
  test("agree with OpenFGA", () => {
    const early = condition(`ts < timestamp("2023-10-11T10:00:00.000Z")`, { ts: "timestamp" });
    expect(early.evaluate(undefined, { ts: "2023-10-11T09:00:00.000Z" })).toEqual(met);
    expect(early.evaluate(undefined, { ts: "2023-10-11T10:00:00.000Z" })).toEqual(unmet);
    const inRange = condition("user_ip.in_cidr(cidr)", { user_ip: "ipaddress", cidr: "string" });
    expect(inRange.evaluate({ cidr: "192.168.0.0/24" }, { user_ip: "192.168.0.1" })).toEqual(met);
    expect(inRange.evaluate({ cidr: "192.168.0.0/24" }, { user_ip: "192.168.1.0" })).toEqual(unmet);
    expect(inRange.evaluate({ cidr: "192.168.0.0/24" }, {})).toEqual({ missing: ["user_ip"] });
    const texts = { param1: "string", param2: "string" };
    expect(evaluate("param1 == 'ok' || param2 == 'ok'", texts, { param1: "ok" })).toEqual({ missing: ["param2"] });
    expect(evaluate("param1 == 'ok' && param2 == 'ok'", texts, { param1: "ok" })).toEqual({ missing: ["param2"] });
    expect(evaluate("param1 == 'ok'", texts, { param3: "ok" })).toEqual({ missing: ["param1", "param2"] });
    expect(evaluate(`ipaddress("192.168.0.1").in_cidr("192.168.0.0/24")`)).toEqual(met);
    expect(() => evaluate(`ipaddress("192.168.0").in_cidr("192.168.0.0/24")`)).toThrow("malformed");
    const doubled = "items.map(i, i * 2).map(i, i * i).size() > 0";
    expect(evaluate(doubled, { items: "list<int>" }, { items: Array(500).fill(3) })).toEqual(met);
  });
});

describe("times", () => {
  test.each([
    "timestamp('2024-01-01T00:00:00Z') + duration('36h') == timestamp('2024-01-02T12:00:00Z')",
    "timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')",
    "timestamp('2024-01-01T02:00:00+02:00') == timestamp('2024-01-01T00:00:00Z')",
    "duration('1s') - duration('2.5s') == duration('-1.5s')",
    "duration('90m') > duration('1h') && duration('90m').getMinutes() == 90",
    "timestamp('2024-02-29T23:30:00Z').getDayOfWeek() == 4",
    "timestamp('2024-02-29T23:30:00Z').getDayOfWeek('Europe/Berlin') == 5",
    "timestamp('2024-02-29T23:30:00Z').getHours('-02:00') == 21",
    "string(timestamp('2024-02-29T23:30:10.500Z')) == '2024-02-29T23:30:10.5Z'",
    "string(timestamp('2024-02-29T23:30:10Z')) == '2024-02-29T23:30:10Z'",
    "string(duration('1m1.5s')) == '61.5s' && int(timestamp('1970-01-01T00:01:00Z')) == 60",
  ])("%s", (expression) => {
    expect(evaluate(expression)).toEqual(met);
  });

  test("grants expire by the tuple's stored context", () => {
    const grant = condition("now < since + span", { now: "timestamp", since: "timestamp", span: "duration" });
    const stored = { since: "2024-01-01T00:00:00Z", span: "1h" };
    expect(grant.evaluate(stored, { now: "2024-01-01T00:59:59Z" })).toEqual(met);
    expect(grant.evaluate(stored, { now: "2024-01-01T01:00:00Z" })).toEqual(unmet);
  });
});

describe("missing parameters", () => {
  const parameters = { x: "int", y: "bool" };

  test.each([
    ["x > 1 && y", {}, { missing: ["x", "y"] }],
    ["x > 1 && y", { x: undefined, y: true }, { missing: ["x"] }],
    // Missing whether or not it would decide: OpenFGA fails for all of these.
    ["x > 1 || y", { y: true }, { missing: ["x"] }],
    ["x > 1 && y", { y: false }, { missing: ["x"] }],
    ["y", { y: true }, { missing: ["x"] }],
    ["x > 1 && 1 / 0 == 1", { y: true }, { missing: ["x"] }],
    ["x > 1 || y", { x: 1, y: true }, met],
  ])("%s with %o", (expression, context, expected) => {
    expect(evaluate(expression, parameters, context)).toEqual(expected);
  });

  test("a property of every object isn't a parameter's value", () => {
    expect(evaluate("constructor == 'a'", { constructor: "string" })).toEqual({ missing: ["constructor"] });
  });
});

describe("two contexts", () => {
  const isBig = condition("x > 1", { x: "int" });

  test("the stored value takes precedence, even if the request's has the wrong type", () => {
    expect(isBig.evaluate({ x: 5 }, { x: 0 })).toEqual(met);
    expect(isBig.evaluate({ x: 5 }, { x: "no" })).toEqual(met);
    expect(isBig.evaluate({}, { x: 5 })).toEqual(met);
  });

  test("an unknown field is ignored in evaluations, and refused in tuples", () => {
    expect(isBig.evaluate(undefined, { x: 5, other: 1 })).toEqual(met);
    expect(() => isBig.validate({ x: 5, other: 1 })).toThrow(
      expect.objectContaining({ code: "invalid_context", details: { condition: "c", parameter: "other" } }),
    );
    expect(() => isBig.validate({ x: "a" })).toThrow(
      expect.objectContaining({
        code: "invalid_context",
        message: 'Parameter x of condition c must be an int, not "a".',
        details: { condition: "c", parameter: "x", expected: "an int" },
      }),
    );
    expect(isBig.validate({ x: 5 })).toBeUndefined();
    expect(isBig.validate({})).toBeUndefined();
  });
});

describe("an expression that fails", () => {
  test.each([
    ["1 / 0 == 1", {}, {}, "division by zero"],
    ["m['b'] == 1", { m: "map<int>" }, { m: { a: 1 } }, "No such key: b"],
    ["ip.in_cidr('nope')", { ip: "ipaddress" }, { ip: "10.0.0.1" }, "range of IP addresses is malformed"],
    ["x.a == 1", { x: "any" }, { x: 1 }, "No such key: a"],
    ["x + 1 == 2", { x: "any" }, { x: 1 }, "no such overload"],
    ["timestamp(s) == timestamp(s)", { s: "string" }, { s: "2024-02-30T00:00:00Z" }, "not of RFC 3339"],
    ["'a'.matches(s)", { s: "string" }, { s: "(" }, "missing closing"],
  ])("%s", (expression, parameters: Record<string, string>, context, problem) => {
    expect(() => evaluate(expression, parameters, context)).toThrow(
      expect.objectContaining({
        code: "invalid_context",
        message: expect.stringContaining(problem),
        details: { condition: "c" },
      }),
    );
  });
});

describe("an expression that does not compile", () => {
  test.each([
    ["x ==", "Unexpected token", 1, 5],
    ["x == 1 &&\n  x == 'a'", "no such overload", 2, 3],
    ["y == 1", "Unknown variable: y", 1, 1],
    ["x", "gives int, not bool", 1, 1],
    ["dyn(x)", "gives dyn, not bool", 1, 1],
    ["x == 1 && ip.bits == 1", "No such key: bits", 1, 14],
    ["d.seconds == 1", "has no fields", 1, 1],
    ["'a'.matches('(')", "missing closing", 1, 13],
    ["'a'.matches('(a)\\\\1')", "invalid escape sequence", 1, 13],
    ["timestamp('2024-01-01') == timestamp('2024-01-01')", "not of RFC 3339", 1, 11],
    ["d == duration('1x')", "malformed", 1, 15],
    ["'a'.trim() == 'a'", "unknown function: trim", 1, 1],
    ["cel.bind(y, x, y == 1)", "unknown function: bind", 1, 1],
    ["d + timestamp(0) == d", "write the timestamp before the duration", 1, 1],
  ])("%s", (expression, problem, line, column) => {
    expect(() => condition(expression, { x: "int", d: "duration", ip: "ipaddress" })).toThrow(
      expect.objectContaining({
        code: "invalid_model",
        message: expect.stringContaining(problem),
        details: expect.objectContaining({ condition: "c", problem: expect.stringContaining(problem) }),
      }),
    );
    const position = expect.objectContaining({ details: expect.objectContaining({ line, column }) });
    expect(() => condition(expression, { x: "int", d: "duration", ip: "ipaddress" })).toThrow(position);
  });

  test.each(["nothing", "unspecified", "list", "map", "int<int>", "list<nothing>"])("a parameter of %s", (type) => {
    expect(() => condition("true", { x: type })).toThrow("parameter x has an unknown type");
  });

  test("a parameter with the name of a CEL type", () => {
    expect(() => condition("true", { list: "int" })).toThrow("'list' is already registered");
  });

  test("a condition without parameters needs no context", () => {
    expect(compileCondition({ name: "c", expression: "true" }).evaluate(undefined, {})).toEqual(met);
  });
});
