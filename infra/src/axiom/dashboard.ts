import { conditionOf, expressionOf, recordsOf } from "../monitoring/apl.ts";
import { all, is } from "../monitoring/filter.ts";
import { SLOS, type Slo } from "../monitoring/slos.ts";
import { nameFor } from "../names.ts";
import { logSourceOf, markOf } from "./resources.ts";

const REQUEST = is("message", "Request.");
/** Columns of Axiom's grid. */
const COLUMNS = 12;
const HEIGHT = 4;

interface Chart {
  readonly id: string;
  readonly type: "Statistic" | "TimeSeries" | "Table";
  readonly name: string;
  readonly query: { readonly apl: string };
}

/** The dashboard of a stack, in schema version 2 of Axiom's API: objectives on top, then traffic and errors. */
export function dashboardOf(stack: string) {
  const charts = [...SLOS.map((slo) => objectiveChart(slo, stack)), ...trafficCharts(stack)];
  return {
    name: nameFor(stack),
    description: `Objectives, traffic and errors. ${markOf(stack)}`,
    // Everybody in the organization.
    owner: "X-AXIOM-EVERYONE",
    schemaVersion: 2,
    refreshTime: 60,
    timeWindowStart: "qr-now-1d",
    timeWindowEnd: "qr-now",
    charts,
    layout: layoutOf(charts),
  };
}

function objectiveChart({ name, total, bad, budget }: Slo, stack: string): Chart {
  const objective = `objective ${Number(((1 - budget) * 100).toFixed(3))} %`;
  const percent = `100.0 * (1.0 - todouble(countif(${conditionOf(bad)})) / todouble(count()))`;
  return chart("Statistic", `${name} in percent, ${objective}`, stack, [
    `where ${conditionOf(total)}`,
    `summarize percent = ${percent}`,
  ]);
}

function trafficCharts(stack: string): readonly Chart[] {
  const duration = expressionOf("durationMs");
  const by = (field: Parameters<typeof expressionOf>[0]) => `by name = ${expressionOf(field)}`;
  return [
    chart("TimeSeries", "Requests by outcome", stack, [
      `where ${conditionOf(REQUEST)}`,
      `summarize count() by bin_auto(_time), outcome = ${expressionOf("outcome")}`,
    ]),
    chart("TimeSeries", "Duration in milliseconds", stack, [
      `where ${conditionOf(REQUEST)}`,
      `summarize p50 = percentile(${duration}, 50), p99 = percentile(${duration}, 99) by bin_auto(_time)`,
    ]),
    chart("Table", "Slowest procedures", stack, [
      `where ${conditionOf(REQUEST)}`,
      `summarize calls = count(), p95 = percentile(${duration}, 95) ${by("procedure")}`,
      "top 20 by p95",
    ]),
    chart("Table", "Errors and warnings", stack, [
      `where ${conditionOf(is("level", "error", "warn"))}`,
      `summarize records = count() ${by("message")}`,
      "top 20 by records",
    ]),
    chart("TimeSeries", "Sign-ins by outcome", stack, [
      `where ${conditionOf(all(REQUEST, is("procedure", "auth.login")))}`,
      `summarize count() by bin_auto(_time), outcome = ${expressionOf("outcome")}`,
    ]),
  ];
}

function chart(type: Chart["type"], name: string, stack: string, steps: readonly string[]): Chart {
  const id = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return { id, type, name, query: { apl: [...recordsOf(logSourceOf(stack)), ...steps].join("\n| ") } };
}

/** Statistics in one row of thirds, then two charts a row. */
function layoutOf(charts: readonly Chart[]) {
  let x = 0;
  let y = 0;
  return charts.map(({ id, type }) => {
    const w = type === "Statistic" ? COLUMNS / 3 : COLUMNS / 2;
    if (x + w > COLUMNS) {
      x = 0;
      y += HEIGHT;
    }
    const item = { i: id, x, y, w, h: HEIGHT };
    x += w;
    return item;
  });
}
