import { listLines, METERS, monthLines, room, sum, total, type Usage } from "./bill.ts";
import { CHEAPER, known, type Month, SMALL, TYPICAL, usageOf } from "./months.ts";
import { type Meter, OTHER_PRICES, PAID_PLAN, PRICES, type Price, SOURCES, type Source } from "./prices.ts";
import { dollars, figure, type Row, roughly, table } from "./table.ts";
import { countingText, deployingText, lettersText, monthTotal, summaryText } from "./texts.ts";
import { BUSY, LONE, type Operation, usageAt } from "./usage.ts";

const MILLION = 1_000_000;
/** As many of these as fill a call are one million. */
const PER_CALL: Readonly<Record<string, number>> = { "100 exact checks": 100, "100 fast checks": 100 };
const NOTHING: Operation = { row: {}, handOver: {}, sumUp: {}, wall: 0 };

type Operations = ReadonlyMap<string, Operation>;

/** What the page has between `<!-- costs: NAME -->` and `<!-- end -->`. */
const SECTIONS: Readonly<Record<string, (operations: Operations) => string>> = {
  summary: summaryText,
  prices: () => pricesTable([...METERS.map((meter) => PRICES[meter]), ...Object.values(OTHER_PRICES)]),
  sources: sourcesTable,
  used: usedTable,
  million: millionTable,
  arithmetic: (operations) => CALLS.map((name) => arithmetic(name, known(operations, name))).join("\n\n"),
  small: (operations) => monthTable(SMALL, operations),
  typical: (operations) => monthTable(TYPICAL, operations),
  counting: countingText,
  cheaper: cheaperTable,
  letters: lettersText,
  deploying: deployingText,
  free: freeTable,
};

const CALLS = ["exact check", "fast check", "100 exact checks", "login", "refresh", "registration", "tuple written"];

/** The page with its figures as they follow from prices and usage. Throws where a section is unknown or missing. */
export function filled(page: string, operations: Operations): string {
  const missing = new Set(Object.keys(SECTIONS));
  const result = page.replace(/<!-- costs: (\w+) -->\n.*?<!-- end -->/gs, (_, name: string) => {
    const section = SECTIONS[name];
    if (section === undefined) throw new Error(`The page has a section "${name}" that nobody writes.`);
    missing.delete(name);
    return `<!-- costs: ${name} -->\n\n${section(operations)}\n\n<!-- end -->`;
  });
  if (missing.size > 0) throw new Error(`The page lacks: ${[...missing].join(", ")}.`);
  return result;
}

function priceText({ dollars: amount, per, unit }: Price): string {
  return `${dollars(amount)} per ${per === 1000 ? "1,000" : unit}`;
}

function pricesTable(prices: readonly Price[]): string {
  const rows = prices.map((price): Row => {
    const { what, included, free, source } = price;
    const { title } = SOURCES[source];
    return [what, priceText(price), included ? roughly(included) : "", free === undefined ? "" : roughly(free), title];
  });
  return table(["what", "price", "included, a month", "free plan, a day", "source"], rows);
}

function sourcesTable(): string {
  const rows = Object.values(SOURCES).map(({ title, url, read, copy = "" }: Source): Row => [title, url, read, copy]);
  return table(["source", "page", "read", ""], rows);
}

/** In a row, and alone where that differs. */
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
    const took = [figure(operation.row.cpu ?? 0), figure(operation.wall)];
    return [name, ...SHOWN.map((meter) => both(operation, meter)), ...took];
  });
  const head = ["of one", ...SHOWN.map((meter) => PRICES[meter].what), "CPU, ms", "took, ms"];
  return table(head, rows);
}

function millionTable(operations: Operations): string {
  const row = (name: string, operation: Operation): Row => {
    const [busy, lone] = [BUSY, LONE].map((rate) => sum([1 / (PER_CALL[name] ?? 1), usageAt(operation, rate)]));
    const cost = (usage: Usage = {}) => dollars(total(listLines(sum([MILLION, usage]))));
    const above = dollars(total(monthLines(sum([MILLION, lone ?? {}]))));
    const { times, meter } = room(lone ?? {}, ({ included }) => included);
    const until = meter === undefined ? "" : PRICES[meter].what;
    return [name, cost(busy), cost(lone), above, roughly(times), until];
  };
  const names = [...operations.keys()].filter((name) => name !== "scheduled work");
  const rows = [...names.map((name) => row(name, known(operations, name))), row("offline verification", NOTHING)];
  const head = ["a million of", "in a row", "alone", "alone, beyond the $5", "the $5 cover, alone", "used up first"];
  return table(head, rows.map(asMillions), [1, 2, 3]);
}

/** A million checks are asked for, in however many calls they come. */
function asMillions([name = "", ...rest]: Row): Row {
  const [, count, checks] = /^(\d+) (\w+ check)s$/.exec(name) ?? [];
  return [checks === undefined ? name : `${checks}, in batches of ${count}`, ...rest];
}

/** What a million calls use, times the price of each unit. */
function arithmetic(name: string, operation: Operation): string {
  const [busy = {}, lone = {}] = [BUSY, LONE].map((rate) => sum([MILLION, usageAt(operation, rate)]));
  const columns = [busy, lone].map((usage) => {
    const lines = new Map(
      listLines(usage).map(({ meter, units, dollars: cost }) => [meter, [figure(units), dollars(cost)]]),
    );
    return { cells: (meter: Meter) => lines.get(meter) ?? ["0", "$0"], all: ["", dollars(total(listLines(usage)))] };
  });
  const rows = listLines(lone).map(({ meter }): Row => {
    return [PRICES[meter].what, priceText(PRICES[meter]), ...columns.flatMap(({ cells }) => cells(meter))];
  });
  const head = ["", "price", "in a row", "cost", "alone", "cost"];
  const last = ["all", "", ...columns.flatMap(({ all }) => all)];
  return `### A million times: ${name}\n\n${table(head, [...rows, last], [2, 3, 4, 5])}`;
}

function monthTable(month: Month, operations: Operations): string {
  const lines = monthLines(usageOf(month, operations));
  const rows = lines.map(({ meter, units, dollars: cost }): Row => {
    const { what, included } = PRICES[meter];
    return [what, figure(units), figure(included), priceText(PRICES[meter]), dollars(cost)];
  });
  const all = [
    ["Workers Paid", "", "", "", dollars(PAID_PLAN)],
    ...rows,
    ["all", "", "", "", dollars(PAID_PLAN + total(lines))],
  ];
  return table(["", "used", "included", "price", "cost"], all, [1, 2, 4]);
}

function cheaperTable(operations: Operations): string {
  const usage = usageOf(TYPICAL, operations);
  const { logIngested = 0, logStored = 0 } = usage;
  const sampled = { ...usage, logIngested: logIngested / 10, logStored: logStored / 10 };
  const rows: Row[] = [
    ["as above", dollars(monthTotal(usage))],
    ["one in ten of its requests is logged", dollars(monthTotal(sampled))],
    ...CHEAPER.map((month): Row => [month.name, dollars(monthTotal(usageOf(month, operations)))]),
  ];
  return table(["the typical month, if", "cost"], rows, [1]);
}

function freeTable(operations: Operations): string {
  const rows = CALLS.map((name): Row => {
    const at = (rate: number) => room(usageAt(known(operations, name), rate), ({ free }) => free);
    const { times, meter } = at(LONE);
    const cpu = known(operations, name).row.cpu ?? 0;
    return [name, figure(cpu), roughly(at(BUSY).times), roughly(times), meter === undefined ? "" : PRICES[meter].what];
  });
  return table(["call", "CPU, ms", "a day, in a row", "a day, alone", "used up first, alone"], rows, [1, 2, 3]);
}
