import { readFileSync } from "node:fs";
import { sum, type Usage } from "./bill.ts";
import { type Meter, PRICES } from "./prices.ts";

/** Measured usage of calls: the output of `node tools/bench/src/main.ts --only costs --json`. */
const MEASURED = new URL("measured.jsonl", import.meta.url);

/** GB that an awake object is billed for, regardless of its memory. */
const OBJECT_GB = 0.128;
/**
 * Seconds that one request keeps an object awake. A cautious assumption, since writes are confirmed over the network.
 */
const AWAKE_SECONDS = 0.01;
/** Bytes of one invocation's log. Assumed, since no source publishes it. */
export const LOG_BYTES = 1000;
const LOG_DAYS = 7;
const GB = 1e9;

/**
 * Usage counters are flushed to the object 0.25 s after a call, and aggregated in D1 after 60 s, once for all calls in
 * that time.
 */
const FLUSH_SECONDS = 0.25;
const AGGREGATION_SECONDS = 60;

/**
 * Calls per second: so many that flushing and aggregation cost nothing per call, and so few that no call shares them.
 */
export const BUSY = Number.POSITIVE_INFINITY;
export const LONE = 0;

export interface Operation {
  /** Usage of a call among many. */
  readonly inARow: Usage;
  /** Usage that all calls within 0.25 s share, and within 60 s. */
  readonly flush: Usage;
  readonly aggregation: Usage;
  /** Milliseconds from request to response on the measuring machine. */
  readonly wall: number;
}

interface Line {
  readonly name: string;
  readonly value: number;
}

/** Parses operations by name from the benchmark's lines, such as `login: in a row: requests`. */
export function operationsOf(jsonl: string): ReadonlyMap<string, Operation> {
  const found = new Map<string, Record<string, Record<string, number>>>();
  for (const text of jsonl.split("\n").filter((line) => line !== "")) {
    const { name, value } = JSON.parse(text) as Line;
    const [operation = "", part = "", what] = name.split(": ");
    if (what === undefined || typeof value !== "number")
      throw new Error(`Not a line of the benchmark's output: ${text}`);
    const parts = found.get(operation) ?? {};
    parts[part] = { ...parts[part], [what]: value };
    found.set(operation, parts);
  }
  return new Map([...found].map(([name, parts]) => [name, operationOf(parts)]));
}

export function measured(): ReadonlyMap<string, Operation> {
  return operationsOf(readFileSync(MEASURED, "utf8"));
}

/** Usage of one call of a tenant with `callsPerSecond`, from `LONE` to `BUSY`. */
export function usageAt({ inARow, flush, aggregation }: Operation, callsPerSecond: number): Usage {
  const share = (seconds: number) => 1 / (1 + callsPerSecond * seconds);
  return sum([1, inARow], [share(FLUSH_SECONDS), flush], [share(AGGREGATION_SECONDS), aggregation]);
}

function operationOf(parts: Record<string, Record<string, number>>): Operation {
  const { "in a row": row = {}, call = {}, flush = {}, alarm = {} } = parts;
  const rest = ([what, units]: [string, number]) => [what, Math.max(0, units - (row[what] ?? 0))] as const;
  // The difference between a call alone and a call in a row is the cost of waking up.
  const waking = Object.fromEntries(Object.entries(call).map(rest));
  const { cpu = 0, wall = 0, bytes = 0 } = parts.took ?? {};
  return {
    inARow: sum([1, billed(row)], [1, { cpu, databaseStored: bytes / GB }]),
    flush: billed(flush),
    aggregation: sum([1, billed(alarm)], [1, billed(waking)]),
    wall,
  };
}

/** Counted usage, with the usage derived from it. */
function billed(counted: Readonly<Record<string, number>>): Usage {
  const { logLines = 0, ...meters } = counted;
  const unknown = Object.keys(meters).filter((meter) => !(meter in PRICES));
  if (unknown.length > 0) throw new Error(`There is no price for ${unknown.join(", ")}. Add it to prices.ts.`);
  const { requests = 0, objectRequests = 0 } = meters;
  const logIngested = ((requests + objectRequests + logLines) * LOG_BYTES) / GB;
  const derived: Usage = {
    objectDuration: objectRequests * AWAKE_SECONDS * OBJECT_GB,
    logIngested,
    logStored: (logIngested * LOG_DAYS) / 30,
  };
  return sum([1, meters as Partial<Record<Meter, number>>], [1, derived]);
}
