/** One line of the report. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Comparison value in the same unit from the same run; null if there is none. */
  readonly baseline: number | null;
  /** `value` divided by `baseline`. */
  readonly ratio: number | null;
  /**
   * The target; null if there is none. For a rate (units ending in "/s") the minimum of `ratio`, or of `value` where there is no
   * baseline; for the time of a call (units ending in "/call") the maximum of `ratio`; for all others the maximum of `value`.
   */
  readonly reach: number | null;
  readonly reached: boolean | null;
}

export function result(facts: {
  name: string;
  value: number;
  unit: string;
  baseline?: number;
  reach?: number | undefined;
}): Result {
  const { name, value, unit, baseline = null, reach = null } = facts;
  const ratio = baseline === null ? null : value / baseline;
  const { of, least } = promiseOf(unit, baseline);
  const judged = of === "ratio" ? ratio : value;
  const good = (bound: number) => judged !== null && (least ? judged >= bound : judged <= bound);
  return { name, value, unit, baseline, ratio, reach, reached: reach === null ? null : good(reach) };
}

/** What a reach is about, and whether it is the least or the most that it may be. */
function promiseOf(unit: string, baseline: number | null): { of: "ratio" | "value"; least: boolean } {
  const least = unit.endsWith("/s");
  return { of: (least && baseline !== null) || unit.endsWith("/call") ? "ratio" : "value", least };
}

export function headings(): string {
  return columns("what", "value", "baseline", "ratio", "reach");
}

export function lineOf({ name, value, unit, baseline, ratio, reach, reached }: Result): string {
  const { of, least } = promiseOf(unit, baseline);
  const bound = `${of === "ratio" ? "× " : ""}${least ? "≥" : "≤"} ${reach}`;
  const promise = reach === null ? "" : `${bound} ${reached ? "reached" : "NOT reached"}`;
  const compared = baseline === null ? "" : round(baseline);
  return columns(name, `${round(value)} ${unit}`, compared, ratio === null ? "" : ratio.toPrecision(3), promise);
}

function columns(...[name = "", value = "", baseline = "", ratio = "", reach = ""]: string[]): string {
  return `${name.padEnd(58)} ${value.padStart(20)} ${baseline.padStart(12)} ${ratio.padStart(9)}  ${reach}`.trimEnd();
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
