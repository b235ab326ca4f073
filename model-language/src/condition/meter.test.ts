import type { Condition, ConditionContext } from "@cf-auth/engine";
import { describe, expect, test } from "vitest";
import { condition, evaluate, typeOf } from "../../test/condition.ts";
import { compileCondition, compileConditionLazily } from "../index.ts";

const PARAMETERS = { s: "string", l: "list<string>", m: "map<int>", x: "any" };
const EMPTY = { s: "", l: [], m: {}, x: null };
const exceeded = expect.objectContaining({ code: "work_limit_exceeded" });

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `item ${i}`);
}

describe("refuses before any evaluation", () => {
  test.each([
    [`${"(".repeat(60)}true${")".repeat(60)}`, "maxDepth"],
    [Array(600).fill("true").join(" && "), "maxAstNodes"],
    ["l.exists(a, l.exists(b, l.exists(c, a == c)))", "more than 2 loops"],
    ["'a'.matches('([a-z]{100}){20}')", "invalid repeat count"],
    ["'a'.matches('((([a-z]{20}){20}){20}){20}')", "the patterns of the expression are too large"],
    [`'a'.matches('${"[a-z]{1000}".repeat(3)}')`, "the patterns of the expression are too large"],
    [`'a'.matches('${"\\\\p{L}".repeat(50)}')`, "the patterns of the expression are too large"],
    [
      `'a'.matches('${"a".repeat(500)}') || 'a'.matches('${"b".repeat(500)}')`,
      "the patterns of the expression are too large",
    ],
    [`'a'.matches('${"a".repeat(1_000)}')`, "the patterns of the expression are too large"],
  ])("%s", (expression, problem) => {
    expect(() => condition(expression, PARAMETERS)).toThrow(
      expect.objectContaining({ code: "invalid_model", message: expect.stringContaining(problem) }),
    );
  });

  test("a string that is too long", () => {
    const compiled = condition("s == 'a'", PARAMETERS);
    expect(() => compiled.evaluate(undefined, { s: "a".repeat(10_001) })).toThrow(exceeded);
    expect(() => compiled.evaluate(undefined, { x: { ["a".repeat(10_001)]: 1 } })).toThrow(exceeded);
    expect(compiled.evaluate(undefined, { ...EMPTY, s: "a".repeat(10_000) })).toEqual({ met: false });
  });
});

describe("refuses during an evaluation that costs too much", () => {
  test.each<[string, string, Record<string, unknown>]>([
    ["turns", "l.exists(a, l.exists(b, a == b + 'x'))", { l: numbered(400) }],
    ["what doubles in a chain", `['ab']${".map(x, x + x)".repeat(40)}.size() == 1`, {}],
    ["what doubles in depth", `[l]${".map(x, [x, x])".repeat(20)} == [l]${".map(x, [x, x])".repeat(20)}`, { l: ["a"] }],
    ["searches", "l.exists(p, s.contains(p))", { s: "a".repeat(10_000), l: Array(50).fill(`b${"a".repeat(5_000)}`) }],
    ["items compared", "l.exists(a, (a + 'x') in l)", { l: numbered(1_000) }],
    ["patterns compiled", "l.exists(p, s.matches(p))", { s: "", l: numbered(50).map((i) => `[a-z]{100}${i}`) }],
    ["patterns nested", "s.matches(l[0])", { l: ["((a{0,30}){0,30}){0,30}"] }],
    ["patterns of Unicode's classes", "l.exists(p, s.matches(p))", { s: "", l: Array(60).fill("\\p{L}") }],
    ["patterns matched", "s.matches('[a-z]{100}')", { s: "é".repeat(1_000) }],
    ["times parsed", "l.exists(t, timestamp(t) < timestamp(0))", { l: Array(2_000).fill("2024-01-01T00:00:00Z") }],
    ["durations parsed", "l.exists(d, duration(d) < duration('0'))", { l: Array(200).fill("1ns".repeat(60)) }],
    ["addresses parsed", "l.exists(a, ipaddress(a).in_cidr('10.0.0.0/8'))", { l: Array(1_000).fill("::1") }],
    ["time zones", "l.exists(z, timestamp(0).getHours(z) == 24)", { l: Array(5_000).fill("Europe/Berlin") }],
    [
      "maps",
      "m == m && l.exists(a, m == {'a': 1})",
      { l: numbered(100), m: Object.fromEntries(numbered(1_000).map((k) => [k, 1])) },
    ],
    ["what || would swallow", "l.exists(a, l.exists(b, a == b + 'x')) || true", { l: numbered(400) }],
  ])("%s", (_name, expression, context) => {
    expect(() => evaluate(expression, PARAMETERS, { ...EMPTY, ...context })).toThrow(exceeded);
  });
});

const LARGE: readonly [type: string, value: unknown][] = [
  ["list<string>", Array(30_000).fill("a")],
  ["list<int>", Array(30_000).fill(1)],
  ["map<bool>", Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [i, true]))],
  ["any", Array(10_000).fill({ a: 1 })],
  ["list<timestamp>", Array(1_000).fill("2024-01-01T00:00:00Z")],
  ["list<duration>", Array(200).fill("1ns".repeat(60))],
  ["list<ipaddress>", Array(1_000).fill("2001:db8::1")],
];

test.each(LARGE)("refuses a context that costs too much to read, and reads it once: %s", (type, value) => {
  const compiled = condition("x == x", { x: type });
  const context = { x: value };
  const work = { units: 0 };
  expect(() => compiled.evaluate(context, {}, work)).toThrow(exceeded);
  expect(work.units).toBe(100_000);
  const before = work.units;
  expect(() => compiled.evaluate(context, {}, work)).toThrow(exceeded);
  expect(work.units).toBe(before);
  expect(() => compiled.validate(context)).toThrow(exceeded);
});

test("an evaluation reports its cost, even if it fails, and the cost is the same each time", () => {
  const compiled = condition("l.exists(a, a.matches(s))", { l: "list<string>", s: "string" });
  const costOf = (context: Record<string, unknown>) => {
    const work = { units: 0 };
    try {
      compiled.evaluate(undefined, context, work);
    } catch (error) {
      expect(error).toEqual(exceeded);
    }
    return work.units;
  };
  const few = { l: ["abc", "abd"], s: "[a-z]+x" };
  const first = costOf(few);
  const second = costOf(few);
  expect(first).toBeGreaterThan(second); // The context is read once.
  expect(costOf({ ...few })).toBe(first);
  expect(costOf(few)).toBe(second);
  expect(second).toBeGreaterThan(1_000);
  expect(costOf({ l: ["a"], s: "a".repeat(10_000) })).toBeGreaterThan(99_999);
});

test("a lazily compiled condition behaves the same, and reports the cost of compiling", () => {
  const definition = { name: "c", expression: "s.matches('^[a-z]+$')", parameters: { s: typeOf("string") } };
  const lazy = compileConditionLazily(definition);
  const eager = compileCondition(definition);
  const costOf = (compiled: Condition, request: ConditionContext) => {
    const work = { units: 0 };
    expect(compiled.evaluate(undefined, request, work)).toEqual({ met: true });
    return work.units;
  };
  const first = costOf(lazy, { s: "abc" });
  expect(costOf(lazy, { s: "abc" })).toBe(costOf(eager, { s: "abc" }));
  expect(first).toBeGreaterThan(costOf(lazy, { s: "abc" }) + 500);
  expect(lazy.invalidValues({ s: 1, t: 2 })).toEqual(eager.invalidValues({ s: 1, t: 2 }));
  expect(() => lazy.validate({ s: 1 })).toThrow("must be a string");
  const broken = compileConditionLazily({ ...definition, expression: "s ==" });
  expect(() => broken.evaluate(undefined, {})).toThrow(expect.objectContaining({ code: "invalid_model" }));
});

test("the next evaluation starts with the full limit", () => {
  const compiled = condition("l.exists(a, l.exists(b, a == b + 'x'))", PARAMETERS);
  expect(() => compiled.evaluate(undefined, { ...EMPTY, l: numbered(400) })).toThrow(exceeded);
  expect(compiled.evaluate(undefined, { ...EMPTY, l: numbered(40) })).toEqual({ met: false });
});

// With backtracking, neither would end before the test's timeout.
test("a pattern takes linear time", () => {
  const matches = (pattern: string, s: string) => evaluate(`s.matches('${pattern}')`, { s: "string" }, { s });
  expect(matches("^(x+x+)+y$", "x".repeat(4_000))).toEqual({ met: false });
  expect(matches("(a|aa)+$", `${"a".repeat(3_999)}b`)).toEqual({ met: false });
});
