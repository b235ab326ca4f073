import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matrixOf, type Report, readRules } from "./matrix.ts";

const PAGE = `
| # | rule | here | source | state |
| --- | --- | --- | --- | --- |
| 2 | Second | so | A 1 | built |
| 1 | First | so | A 1, A 2 | in part: federation |
| 30 | Third | | N | waits: second factors |
`;
const rules = readRules(PAGE);

/** A report of one file, from names and statuses; ` > ` leads from a group to what is in it. */
function reportOf(tests: Record<string, string>): Report {
  const assertionResults = Object.entries(tests).map(([name, status]) => {
    const titles = name.split(" > ");
    return { ancestorTitles: titles.slice(0, -1), title: titles.at(-1) ?? "", status };
  });
  return { testResults: [{ name: "a.test.ts", assertionResults }] };
}
const results = (tests: Record<string, string>) =>
  Object.fromEntries(matrixOf(rules, reportOf(tests)).map(({ rule, result }) => [rule.number, result]));

describe("the rules of the page", () => {
  it("are read by number, with what they wait for", () => {
    expect(rules).toEqual([
      { number: 1, text: "First", waitsFor: "federation", isDue: true },
      { number: 2, text: "Second", waitsFor: undefined, isDue: true },
      { number: 30, text: "Third", waitsFor: "second factors", isDue: false },
    ]);
  });

  it.each([
    ["twice", "| 1 | a | | | built |\n| 1 | b | | | built |"],
    ["in no state", "| 1 | a | | | |"],
    ["waiting for nothing", "| 1 | a | | | waits: |"],
  ])("are refused when one stands %s", (_, page) => {
    expect(() => readRules(page)).toThrow(/Rule 1 /);
  });

  it("are all of 1 to 57", () => {
    const page = readFileSync(new URL("../docs/security.md", import.meta.url), "utf8");
    expect(readRules(page).map(({ number }) => number)).toEqual(Array.from({ length: 57 }, (_, i) => i + 1));
  });
});

describe("a rule", () => {
  const fine = { "rule 1: x": "passed", "rule 2: y": "passed" };

  it("is proved by tests of its number, in a group's name too, or in a list of numbers", () => {
    expect(results(fine)).toEqual({ 1: "ok", 2: "ok", 30: "waiting" });
    expect(results({ "any > rule 2: group > one": "passed", "rule 1: x": "passed" })).toMatchObject({ 2: "ok" });
    expect(results({ "rules 1, 2 and 30: x": "passed" })).toEqual({ 1: "ok", 2: "ok", 30: "ok" });
  });

  it("is missing without a test, also where a test names it elsewhere than at the start", () => {
    expect(results({ "rule 1: x": "passed", "about rule 2: y": "passed", "rule 2 y": "passed" })).toMatchObject({
      2: "missing",
    });
    expect(results({})).toEqual({ 1: "missing", 2: "missing", 30: "waiting" });
  });

  it.each(["failed", "skipped", "pending", "todo"])("is failing with one test that is %s among others", (status) => {
    expect(results({ ...fine, "rule 2: another": status })).toMatchObject({ 1: "ok", 2: "failing" });
    expect(results({ ...fine, "rule 30: early": status })).toMatchObject({ 30: "failing" });
  });

  it("that the page does not have fails the whole", () => {
    expect(() => results({ ...fine, "rule 99: x": "passed" })).toThrow("99");
  });
});

it("tests of one group are counted together", () => {
  const [, second] = matrixOf(
    rules,
    reportOf({ "rule 2: group > one": "passed", "rule 2: group > two": "failed", "rule 2: alone": "passed" }),
  );
  expect(second?.tests).toEqual([
    { file: "a.test.ts", name: "group", passed: 1, failed: 1, skipped: 0 },
    { file: "a.test.ts", name: "alone", passed: 1, failed: 0, skipped: 0 },
  ]);
});
