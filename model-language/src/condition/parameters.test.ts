import { expect, test } from "vitest";
import { condition } from "../../test/condition.ts";

const deep = JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`);

/** Valid values by type, each with an expression that holds for it. */
const GOOD: readonly [type: string, value: unknown, expression: string][] = [
  ["bool", false, "!x"],
  ["string", "", "x == ''"],
  ["int", -3, "x == -3"],
  ["int", 10.0, "x == 10"],
  ["int", "-9223372036854775808", "x < -9223372036854775807"],
  ["int", "1e3", "x == 1000"],
  ["int", "10.0", "x == 10"],
  ["uint", 0, "x == 0u"],
  ["uint", "18446744073709551615", "x == 18446744073709551615u"],
  ["double", 1, "x == 1.0"],
  ["double", "-.5e1", "x == -5.0"],
  ["duration", "1h30m", "x == duration('90m')"],
  ["duration", "-1.5s", "x < duration('0')"],
  ["timestamp", "1972-01-01T10:00:20.021Z", "x.getMilliseconds() == 21"],
  ["timestamp", "2024-02-29T00:00:00+01:00", "x == timestamp('2024-02-28T23:00:00Z')"],
  ["ipaddress", "127.0.0.1", "x.in_cidr('127.0.0.0/8')"],
  ["ipaddress", "2001:db8::1", "x.in_cidr('2001:db8::/32') && !x.in_cidr('10.0.0.0/8')"],
  ["list<string>", [], "x.size() == 0"],
  ["list<int>", [1, "2"], "x == [1, 2]"],
  ["list<ipaddress>", ["::1"], "x.exists(ip, ip == ipaddress('0:0:0:0:0:0:0:1'))"],
  ["map<int>", { a: 1, ["__proto__"]: 2 }, "x.a == 1"],
  ["map<list<string>>", { a: ["b"] }, "'b' in x.a"],
  ["any", { a: [null, true, "s", 1.5] }, "x.a[3] == 1.5"],
];

test.each(GOOD)("%s accepts %j", (type, value, expression) => {
  const compiled = condition(expression, { x: type });
  expect(compiled.validate({ x: value })).toBeUndefined();
  expect(compiled.evaluate(undefined, { x: value })).toEqual({ met: true });
});

const BAD: readonly [type: string, value: unknown][] = [
  ["bool", "true"],
  ["bool", null],
  ["string", 10],
  ["int", 10.5],
  ["int", "10.5"],
  ["int", "9223372036854775808"],
  ["int", 1e19],
  ["int", "12345678901234567.0"],
  ["int", "0x10"],
  ["int", ""],
  ["int", true],
  ["uint", -10],
  ["uint", "18446744073709551616"],
  ["double", "invalid"],
  ["double", "Inf"],
  ["double", Number.NaN],
  ["duration", "2sm"],
  ["duration", 5],
  ["timestamp", "2023-0914"],
  ["timestamp", 5],
  ["ipaddress", "invalid"],
  ["ipaddress", 5],
  ["list<string>", "hello"],
  ["list<string>", ["hello", 1]],
  ["list<string>", { 0: "a" }],
  ["map<string>", ["a"]],
  ["map<string>", { hello: 1 }],
  ["map<string>", null],
  ["any", Number.POSITIVE_INFINITY],
  ["any", deep],
];

test.each(BAD)("%s refuses %j, and names its context", (type, value) => {
  const compiled = condition("true", { x: type });
  const refused = (source?: string) =>
    expect.objectContaining({
      code: "invalid_context",
      message: expect.stringMatching(/^Parameter x of condition c must be an? .+, not .+\.$/),
      details: { condition: "c", parameter: "x", expected: expect.any(String), ...(source && { source }) },
    });
  expect(() => compiled.validate({ x: value })).toThrow(refused());
  expect(() => compiled.evaluate(undefined, { x: value })).toThrow(refused("request"));
  expect(() => compiled.evaluate({ x: value }, {})).toThrow(refused("stored"));
});

test("a message quotes only the start of a long value", () => {
  const compiled = condition("true", { x: "int" });
  expect(() => compiled.validate({ x: "a".repeat(1_000) })).toThrow(/not "a{59}…\.$/);
  expect(() => compiled.validate({ x: [1] })).toThrow("not a list.");
  expect(() => compiled.validate({ x: { a: 1 } })).toThrow("not an object.");
});
