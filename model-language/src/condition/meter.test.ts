import { describe, expect, test } from "vitest";
import { condition, evaluate } from "../../test/condition.ts";

const PARAMETERS = { s: "string", l: "list<string>", m: "map<int>", x: "any" };
const EMPTY = { s: "", l: [], m: {}, x: null };
const exceeded = expect.objectContaining({ code: "work_exceeded" });

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `item ${i}`);
}

describe("refused before it costs anything", () => {
  test.each([
    [`${"(".repeat(60)}true${")".repeat(60)}`, "maxDepth"],
    [Array(600).fill("true").join(" && "), "maxAstNodes"],
    ["l.exists(a, l.exists(b, l.exists(c, a == c)))", "more than 2 loops"],
    ["'a'.matches('([a-z]{1000}){20}')", "invalid repeat count"],
    [`'a'.matches('${"[a-z]{1000}".repeat(20)}')`, "too much work"],
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

describe("refused while it costs too much", () => {
  test.each<[string, string, Record<string, unknown>]>([
    ["turns", "l.exists(a, l.exists(b, a == b + 'x'))", { l: numbered(400) }],
    ["what doubles in a chain", `['ab']${".map(x, x + x)".repeat(40)}.size() == 1`, {}],
    ["what doubles in depth", `[l]${".map(x, [x, x])".repeat(20)} == [l]${".map(x, [x, x])".repeat(20)}`, { l: ["a"] }],
    ["searches", "l.exists(p, s.contains(p))", { s: "a".repeat(10_000), l: Array(50).fill(`b${"a".repeat(5_000)}`) }],
    ["items compared", "l.exists(a, (a + 'x') in l)", { l: numbered(1_000) }],
    ["patterns compiled", "l.exists(p, s.matches(p))", { s: "", l: numbered(50).map((i) => `[a-z]{1000}${i}`) }],
    ["patterns matched", "s.matches('[a-z]{1000}')", { s: "é".repeat(10_000) }],
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

test("the next evaluation starts anew", () => {
  const compiled = condition("l.exists(a, l.exists(b, a == b + 'x'))", PARAMETERS);
  expect(() => compiled.evaluate(undefined, { ...EMPTY, l: numbered(400) })).toThrow(exceeded);
  expect(compiled.evaluate(undefined, { ...EMPTY, l: numbered(40) })).toEqual({ met: false });
});

// With backtracking, either would not come back before the test's time is over.
test("a pattern takes linear time", () => {
  const matches = (pattern: string, s: string) => evaluate(`s.matches('${pattern}')`, { s: "string" }, { s });
  expect(matches("^(x+x+)+y$", "x".repeat(10_000))).toEqual({ met: false });
  expect(matches("(a|aa)+$", `${"a".repeat(9_999)}b`)).toEqual({ met: false });
});
