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
 * Usage counters are flushed to the object 2 s after a call, once for all calls in that time, and rolled up to D1 once in
 * 60 s. The first flush rolls up at once; if more follow in that time, an alarm does.
 */
const FLUSH_SECONDS = 2;
const ROLL_UP_SECONDS = 60;
const ALARM: Usage = { objectRequests: 1, objectRowsWritten: 1, objectDuration: AWAKE_SECONDS * OBJECT_GB };

/**
 * Calls per second: so many that flushing and rolling up cost nothing per call, and so few that no call shares them.
 */
export const BUSY = Number.POSITIVE_INFINITY;
export const LONE = 0;

export interface Operation {
  /** Usage of a call among many. */
  readonly inARow: Usage;
  /** Usage that all calls within 2 s share, and within 60 s. */
  readonly flush: Usage;
  readonly rollUp: Usage;
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
export function usageAt({ inARow, flush, rollUp }: Operation, callsPerSecond: number): Usage {
  const share = (seconds: number) => 1 / (1 + callsPerSecond * seconds);
  const rollUps = share(ROLL_UP_SECONDS);
  const alarms = rollUps * (1 - rollUps);
  return sum([1, inARow], [share(FLUSH_SECONDS), flush], [rollUps, rollUp], [alarms, ALARM]);
}

function operationOf(parts: Record<string, Record<string, number>>): Operation {
  const { "in a row": row = {}, call = {}, flush = {}, rollUp = {} } = parts;
  const rest = ([what, units]: [string, number]) => [what, Math.max(0, units - (row[what] ?? 0))] as const;
  // The difference between a call alone and a call in a row is the cost of waking up.
  const waking = Object.fromEntries(Object.entries(call).map(rest));
  const { cpu = 0, wall = 0, bytes = 0 } = parts.took ?? {};
  return {
    inARow: sum([1, billed(row)], [1, { cpu, databaseStored: bytes / GB }]),
    flush: billed(flush),
    rollUp: sum([1, billed(rollUp)], [1, billed(waking)]),
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
