/** One line of the report. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit, measured in the same run; null where there is nothing to compare with. */
  readonly baseline: number | null;
  /** `value` divided by `baseline`. */
  readonly ratio: number | null;
  /**
   * What is promised, null where nothing is. For a rate (units ending in "/s") what `ratio` is to be at least; for
   * everything else, times and sizes, what `value` is to be at most.
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
  const good = (bound: number) => (isRate(unit) ? ratio !== null && ratio >= bound : value <= bound);
  return { name, value, unit, baseline, ratio, reach, reached: reach === null ? null : good(reach) };
}

export function isRate(unit: string): boolean {
  return unit.endsWith("/s");
}

export function headings(): string {
  return columns("what", "value", "baseline", "ratio", "reach");
}

export function lineOf({ name, value, unit, baseline, ratio, reach, reached }: Result): string {
  const promise = reach === null ? "" : `${isRate(unit) ? "≥" : "≤"} ${reach} ${reached ? "reached" : "NOT reached"}`;
  const compared = baseline === null ? "" : round(baseline);
  return columns(name, `${round(value)} ${unit}`, compared, ratio === null ? "" : ratio.toPrecision(3), promise);
}

function columns(...[name = "", value = "", baseline = "", ratio = "", reach = ""]: string[]): string {
  return `${name.padEnd(58)} ${value.padStart(20)} ${baseline.padStart(12)} ${ratio.padStart(9)}  ${reach}`.trimEnd();
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
