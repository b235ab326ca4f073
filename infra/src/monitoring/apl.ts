import type { Filter } from "./filter.ts";
import type { Aggregation, Monitor } from "./monitor.ts";
import type { Field } from "./record.ts";

/** The dataset that receives the logs, and the Worker whose records are meant. */
export interface LogSource {
  readonly dataset: string;
  /** Name of the Worker, which Cloudflare exports as `service.name`. */
  readonly worker: string;
}

/**
 * The query of a monitor in Axiom's Processing Language. Its result is one number, which Axiom compares with the
 * threshold. Axiom sets the window; `ago` counts back from its end.
 */
export function aplOf({ where, aggregation }: Monitor, source: LogSource): string {
  return [...recordsOf(source), `where ${conditionOf(where)}`, ...stepsOf(aggregation)].join("\n| ");
}

/** The first steps of each query: all records of a Worker. Cloudflare exports a record's JSON as the text of `body`. */
export function recordsOf({ dataset, worker }: LogSource): readonly string[] {
  return [`['${dataset}']`, `where ['service.name'] == ${quote(worker)}`, "extend record = parse_json(body)"];
}

function stepsOf(aggregation: Aggregation): readonly string[] {
  switch (aggregation.kind) {
    case "count":
      return ["summarize value = count()"];
    case "share":
      return [
        `summarize bad = countif(${conditionOf(aggregation.bad)}), total = count()`,
        `summarize value = max(${shareOf("bad", "total", aggregation.minBad)})`,
      ];
    case "percentile":
      return [
        `summarize total = count(), duration = percentile(${expressionOf("durationMs")}, ${aggregation.percentile})`,
        `summarize value = max(iff(total >= ${Math.max(1, aggregation.minCount)}, duration, 0.0))`,
      ];
    case "burnRate": {
      const { bad, budget, shortWindowMinutes, minBad } = aggregation;
      return [
        `extend isBad = ${conditionOf(bad)}, isRecent = _time > ago(${shortWindowMinutes}m)`,
        "summarize bad = countif(isBad), total = count(), recentBad = countif(isBad and isRecent), recent = countif(isRecent)",
        `extend burn = ${shareOf("bad", "total", minBad)} / ${budget}`,
        `extend recentBurn = ${shareOf("recentBad", "recent", 1)} / ${budget}`,
        "summarize value = max(min_of(burn, recentBurn))",
      ];
    }
  }
}

function shareOf(bad: string, total: string, minBad: number): string {
  return `iff(${bad} >= ${Math.max(1, minBad)}, todouble(${bad}) / todouble(${total}), 0.0)`;
}

/** A filter as a Boolean expression. */
export function conditionOf(filter: Filter): string {
  switch (filter.kind) {
    case "in": {
      const [first = "", ...more] = filter.values.map(quote);
      const field = expressionOf(filter.field);
      return more.length === 0 ? `${field} == ${first}` : `${field} in (${[first, ...more].join(", ")})`;
    }
    case "equals":
      return `${expressionOf(filter.field)} == ${filter.value}`;
    case "atLeast":
      return `${expressionOf(filter.field)} >= ${filter.min}`;
    case "above":
      return `${expressionOf(filter.field)} > ${filter.limit}`;
    case "all":
      return `(${filter.filters.map(conditionOf).join(" and ")})`;
    case "any":
      return `(${filter.filters.map(conditionOf).join(" or ")})`;
  }
}

/** Expressions of fields that are no text or number at the top of a record. */
const EXPRESSIONS: Readonly<Partial<Record<Field, string>>> = {
  status: "todouble(record['status'])",
  durationMs: "todouble(record['durationMs'])",
  "counts.lost.length": "array_length(record['counts']['lost'])",
  // Attributes of an invocation; a dataset without any such record doesn't have the field.
  "invocation.handler": "ensure_field('attributes.cloudflare.handler_type', typeof(string))",
  "invocation.outcome": "ensure_field('attributes.cloudflare.outcome', typeof(string))",
};

/** A field as an expression. */
export function expressionOf(field: Field): string {
  return EXPRESSIONS[field] ?? `tostring(record['${field}'])`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
