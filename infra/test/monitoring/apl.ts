import type { Monitor } from "../../src/monitoring/monitor.ts";
import type { LogRecord } from "../../src/monitoring/record.ts";
import { type Expression, parseExpression, splitList } from "./apl-parser.ts";
import { aggregateOf, valueIn } from "./apl-values.ts";

export interface Data {
  readonly dataset: string;
  readonly worker: string;
  readonly records: readonly LogRecord[];
  readonly now: number;
  readonly monitor: Pick<Monitor, "windowMinutes">;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Runs a query over records: as much of Axiom's Processing Language as monitors use, written from its reference and
 * independently of the interpreter. Returns the one number of the result.
 */
export function queryApl(query: string, { dataset, worker, records, now, monitor }: Data): number {
  const [source = "", ...steps] = query.split("\n| ");
  if (source !== `['${dataset}']`) throw new Error(`${source} is not the dataset.`);
  const from = now - monitor.windowMinutes * 60_000;
  // Axiom sets the range of a monitor's query.
  const range = records.filter(({ at }) => at > from && at <= now).map((record) => rowOf(record, worker));
  // Another Worker's records are in the same dataset.
  const strangers = range.map((row) => ({ ...row, "service.name": "another-worker" }));
  const rows = steps.reduce<readonly Row[]>((before, step) => apply(step, before, now), [...range, ...strangers]);
  const [value, ...more] = Object.values(rows[0] ?? {});
  if (rows.length !== 1 || more.length > 0 || typeof value !== "number") throw new Error("The result is not a number.");
  return value;
}

/** A record as Cloudflare exports it: the Worker's own as text, an invocation by its attributes. */
function rowOf({ at, fields }: LogRecord, worker: string): Row {
  const { invocation, ...own } = fields;
  if (invocation === undefined) return { _time: at, "service.name": worker, body: JSON.stringify(own) };
  const attributes = Object.entries(invocation as Row).map(([name, value]) => [NAMES[name] ?? name, value]);
  return { _time: at, "service.name": worker, body: "POST /trpc", ...Object.fromEntries(attributes) };
}

const NAMES: Readonly<Record<string, string>> = {
  handler: "attributes.cloudflare.handler_type",
  outcome: "attributes.cloudflare.outcome",
};

function apply(step: string, rows: readonly Row[], now: number): readonly Row[] {
  const at = step.indexOf(" ");
  const rest = step.slice(at + 1);
  switch (step.slice(0, at)) {
    case "where": {
      const condition = parseExpression(rest);
      return rows.filter((row) => valueIn(condition, row, now) === true);
    }
    case "extend": {
      const columns = assignmentsOf(rest);
      return rows.map((row) => ({ ...row, ...columnsOf(columns, (expression) => valueIn(expression, row, now)) }));
    }
    case "summarize":
      return [columnsOf(assignmentsOf(rest), (expression) => aggregateOf(expression, rows, now))];
    default:
      throw new Error(`${step} is not supported.`);
  }
}

function assignmentsOf(text: string): [string, Expression][] {
  return splitList(text).map((assignment) => {
    const [, name = "", expression = ""] = /^(\w+) = (.*)$/s.exec(assignment) ?? [];
    return [name, parseExpression(expression)];
  });
}

function columnsOf(columns: readonly [string, Expression][], compute: (expression: Expression) => unknown): Row {
  return Object.fromEntries(columns.map(([name, expression]) => [name, compute(expression)]));
}
