/** A rule of docs/security.md. */
export interface Rule {
  readonly number: number;
  readonly text: string;
  /** The missing part; undefined if the rule is implemented. */
  readonly waitsFor: string | undefined;
  /** Whether the rule requires a test with its number. */
  readonly isDue: boolean;
}

/** Tests of one file with the same title after `rule N:`. */
export interface RuleTests {
  readonly file: string;
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run. */
  readonly skipped: number;
}

export type Result = "ok" | "failing" | "missing" | "waiting";

export interface Line {
  readonly rule: Rule;
  readonly tests: readonly RuleTests[];
  readonly result: Result;
}

/** The part of vitest's JSON report that is read. */
export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** The rules of the page, by number. Throws on a malformed row or a duplicate number. */
export function readRules(page: string): Rule[] {
  const rows = page.split("\n").filter((line) => /^\|\s*\d/.test(line));
  const rules = rows.map(readRow).sort((a, b) => a.number - b.number);
  const twice = rules.find((rule, i) => rule.number === rules[i + 1]?.number);
  if (twice !== undefined) throw new Error(`Rule ${twice.number} stands twice.`);
  return rules;
}

function readRow(row: string): Rule {
  const [, number = "", text = "", ...rest] = row.split("|").map((cell) => cell.trim());
  // The row ends in a bar, so that the last cell is empty.
  const state = rest.at(-2) ?? "";
  const [, how, waitsFor] = /^(?:built|(waits|in part): (.+))$/.exec(state) ?? [];
  if (state !== "built" && how === undefined) throw new Error(`Rule ${number} is in no state that is known: ${state}`);
  return { number: Number(number), text, waitsFor, isDue: how !== "waits" };
}

/** Rules of a test, from the start of its title or of a group's around it. */
const NAMED = /^rules? (\d+(?:(?:, | and )\d+)*): *(.*)$/s;

/** Each rule with its tests. Throws if a test names an unknown rule. */
export function matrixOf(rules: readonly Rule[], report: Report): Line[] {
  const tests = testsByRule(report);
  const strangers = [...tests.keys()].filter((number) => !rules.some((rule) => rule.number === number));
  if (strangers.length > 0) throw new Error(`Tests name rules that docs/security.md does not have: ${strangers}.`);
  return rules.map((rule) => {
    const own = [...(tests.get(rule.number)?.values() ?? [])];
    return { rule, tests: own, result: resultOf(rule, own) };
  });
}

function resultOf({ isDue }: Rule, tests: readonly RuleTests[]): Result {
  if (tests.some(({ failed, skipped }) => failed + skipped > 0)) return "failing";
  if (tests.length > 0) return "ok";
  return isDue ? "missing" : "waiting";
}

function testsByRule({ testResults }: Report): Map<number, Map<string, RuleTests>> {
  const byRule = new Map<number, Map<string, RuleTests>>();
  for (const { name: file, assertionResults } of testResults) {
    for (const { ancestorTitles, title, status } of assertionResults) {
      for (const { number, name } of [...ancestorTitles, title].flatMap(rulesIn)) {
        const tests = byRule.get(number) ?? new Map<string, RuleTests>();
        byRule.set(number, tests.set(`${file} ${name}`, add(tests.get(`${file} ${name}`), { file, name, status })));
      }
    }
  }
  return byRule;
}

function rulesIn(title: string): { number: number; name: string }[] {
  const [, numbers = "", name = ""] = NAMED.exec(title) ?? [];
  return [...numbers.matchAll(/\d+/g)].map(([number]) => ({ number: Number(number), name }));
}

function add(known: RuleTests | undefined, test: { file: string; name: string; status: string }): RuleTests {
  const { passed, failed, skipped } = known ?? { passed: 0, failed: 0, skipped: 0 };
  const isPassed = test.status === "passed";
  const isFailed = test.status === "failed";
  return {
    file: test.file,
    name: test.name,
    passed: passed + Number(isPassed),
    failed: failed + Number(isFailed),
    skipped: skipped + Number(!isPassed && !isFailed),
  };
}
