import { firstAllowance, listLines, METERS, monthLines, sum, total, type Usage } from "./bill.ts";
import { CHEAPER, type Month, requireOperation, SMALL, TYPICAL, usageOf } from "./months.ts";
import { type Meter, OTHER_PRICES, PAID_PLAN, PRICES, type Price, SOURCES, type Source } from "./prices.ts";
import { dollars, figure, type Row, roughly, table } from "./table.ts";
import { countingText, deployingText, emailText, monthTotal, summaryText } from "./texts.ts";
import { BUSY, LONE, type Operation, usageAt } from "./usage.ts";

const MILLION = 1_000_000;
/** Checks per call, to convert calls to a million checks. */
const PER_CALL: Readonly<Record<string, number>> = { "100 exact checks": 100, "100 fast checks": 100 };
const NOTHING: Operation = { inARow: {}, flush: {}, rollUp: {}, wall: 0 };

type Operations = ReadonlyMap<string, Operation>;

/** Content between `<!-- costs: NAME -->` and `<!-- end -->`, by name. */
const SECTIONS: Readonly<Record<string, (operations: Operations) => string>> = {
  summary: summaryText,
  prices: () => pricesTable([...METERS.map((meter) => PRICES[meter]), ...Object.values(OTHER_PRICES)]),
  sources: sourcesTable,
  used: usedTable,
  million: millionTable,
  arithmetic: (operations) => CALLS.map((name) => arithmetic(name, requireOperation(operations, name))).join("\n\n"),
  small: (operations) => monthTable(SMALL, operations),
  typical: (operations) => monthTable(TYPICAL, operations),
  counting: countingText,
  cheaper: cheaperTable,
  emails: emailText,
  deploying: deployingText,
  free: freeTable,
};

const CALLS = ["exact check", "fast check", "100 exact checks", "login", "refresh", "registration", "tuple written"];

/** Renders the page's sections from prices and measurements. Throws if a section is unknown or missing. */
export function renderPage(page: string, operations: Operations): string {
  const missing = new Set(Object.keys(SECTIONS));
  const result = page.replace(/<!-- costs: (\w+) -->\n.*?<!-- end -->/gs, (_, name: string) => {
    const section = SECTIONS[name];
    if (section === undefined)
      throw new Error(`The page has an unknown section "${name}". Add it to SECTIONS in infra/src/costs/page.ts.`);
    missing.delete(name);
    return `<!-- costs: ${name} -->\n\n${section(operations)}\n\n<!-- end -->`;
  });
  if (missing.size > 0)
    throw new Error(`The page lacks: ${[...missing].join(", ")}. Add the sections to docs/costs.md.`);
  return result;
}

function priceText({ dollars: amount, per, unit }: Price): string {
  return `${dollars(amount)} per ${per === 1000 ? "1,000" : unit}`;
}

function pricesTable(prices: readonly Price[]): string {
  const rows = prices.map((price): Row => {
    const { label, included, free, source } = price;
    const { title } = SOURCES[source];
    return [label, priceText(price), included ? roughly(included) : "", free === undefined ? "" : roughly(free), title];
  });
  return table(["unit", "price", "included per month", "free plan per day", "source"], rows);
}

function sourcesTable(): string {
  const rows = Object.values(SOURCES).map(({ title, url, read, copy = "" }: Source): Row => [title, url, read, copy]);
  return table(["source", "page", "read on", "note"], rows);
}

/** The usage in a row, and alone if it differs. */
function both(operation: Operation, meter: Meter): string {
  const [busy, lone] = [BUSY, LONE].map((rate) => figure(usageAt(operation, rate)[meter] ?? 0));
  return busy === lone ? `${busy}` : `${busy} to ${lone}`;
}

const SHOWN: readonly Meter[] = [
  "objectRequests",
  "objectRowsRead",
  "objectRowsWritten",
  "databaseRowsRead",
  "databaseRowsWritten",
  "kvReads",
];

function usedTable(operations: Operations): string {
  const rows = [...operations].map(([name, operation]): Row => {
    const took = [figure(operation.inARow.cpu ?? 0), figure(operation.wall)];
    return [name, ...SHOWN.map((meter) => both(operation, meter)), ...took];
  });
  const head = ["operation", ...SHOWN.map((meter) => PRICES[meter].label), "CPU, ms", "duration, ms"];
  return table(head, rows);
}

function millionTable(operations: Operations): string {
  const row = (name: string, operation: Operation): Row => {
    const [busy, lone] = [BUSY, LONE].map((rate) => sum([1 / (PER_CALL[name] ?? 1), usageAt(operation, rate)]));
    const cost = (usage: Usage = {}) => dollars(total(listLines(sum([MILLION, usage]))));
    const above = dollars(total(monthLines(sum([MILLION, lone ?? {}]))));
    const { times, meter } = firstAllowance(lone ?? {}, ({ included }) => included);
    const until = meter === undefined ? "" : PRICES[meter].label;
    return [name, cost(busy), cost(lone), above, roughly(times), until];
  };
  const names = [...operations.keys()].filter((name) => name !== "scheduled work");
  const rows = [
    ...names.map((name) => row(name, requireOperation(operations, name))),
    row("offline verification", NOTHING),
  ];
  const head = ["a million", "in a row", "alone", "alone, above the $5", "included in the $5, alone", "used up first"];
  return table(head, rows.map(asMillions), [1, 2, 3]);
}

/** Labels batches of checks by the number of checks, not calls. */
function asMillions([name = "", ...rest]: Row): Row {
  const [, count, checks] = /^(\d+) (\w+ check)s$/.exec(name) ?? [];
  return [checks === undefined ? name : `${checks}, in batches of ${count}`, ...rest];
}

/** The usage of a million calls, and its cost by meter. */
function arithmetic(name: string, operation: Operation): string {
  const [busy = {}, lone = {}] = [BUSY, LONE].map((rate) => sum([MILLION, usageAt(operation, rate)]));
  const columns = [busy, lone].map((usage) => {
    const lines = new Map(
      listLines(usage).map(({ meter, units, dollars: cost }) => [meter, [figure(units), dollars(cost)]]),
    );
    return { cells: (meter: Meter) => lines.get(meter) ?? ["0", "$0"], all: ["", dollars(total(listLines(usage)))] };
  });
  const rows = listLines(lone).map(({ meter }): Row => {
    return [PRICES[meter].label, priceText(PRICES[meter]), ...columns.flatMap(({ cells }) => cells(meter))];
  });
  const head = ["unit", "price", "in a row", "cost", "alone", "cost"];
  const last = ["total", "", ...columns.flatMap(({ all }) => all)];
  return `### One million: ${name}\n\n${table(head, [...rows, last], [2, 3, 4, 5])}`;
}

function monthTable(month: Month, operations: Operations): string {
  const lines = monthLines(usageOf(month, operations));
  const rows = lines.map(({ meter, units, dollars: cost }): Row => {
    const { label, included } = PRICES[meter];
    return [label, figure(units), figure(included), priceText(PRICES[meter]), dollars(cost)];
  });
  const all = [
    ["Workers Paid", "", "", "", dollars(PAID_PLAN)],
    ...rows,
    ["total", "", "", "", dollars(PAID_PLAN + total(lines))],
  ];
  return table(["unit", "used", "included", "price", "cost"], all, [1, 2, 4]);
}

function cheaperTable(operations: Operations): string {
  const usage = usageOf(TYPICAL, operations);
  const { logIngested = 0, logStored = 0 } = usage;
  const sampled = { ...usage, logIngested: logIngested / 10, logStored: logStored / 10 };
  const rows: Row[] = [
    ["as above", dollars(monthTotal(usage))],
    ["one request in ten is logged", dollars(monthTotal(sampled))],
    ...CHEAPER.map((month): Row => [month.name, dollars(monthTotal(usageOf(month, operations)))]),
  ];
  return table(["the typical month, if", "cost"], rows, [1]);
}

function freeTable(operations: Operations): string {
  const rows = CALLS.map((name): Row => {
    const at = (rate: number) => firstAllowance(usageAt(requireOperation(operations, name), rate), ({ free }) => free);
    const { times, meter } = at(LONE);
    const cpu = requireOperation(operations, name).inARow.cpu ?? 0;
    return [name, figure(cpu), roughly(at(BUSY).times), roughly(times), meter === undefined ? "" : PRICES[meter].label];
  });
  return table(["call", "CPU, ms", "per day, in a row", "per day, alone", "used up first, alone"], rows, [1, 2, 3]);
}
