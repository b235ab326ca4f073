import { readFileSync } from "node:fs";
import { sum, type Usage } from "./bill.ts";
import { type Meter, PRICES } from "./prices.ts";

/**
 * What calls use, as `npm run bench -- --only costs` counted it: `measured.jsonl` is what
 * `node bench/src/main.ts --only costs --json` has printed.
 */
const MEASURED = new URL("measured.jsonl", import.meta.url);

/** GB that an object is billed for while it is awake, whatever it holds. */
const OBJECT_GB = 0.128;
/** How long one request keeps an object awake, in seconds: a cautious guess, since writes are confirmed over the network. */
const AWAKE_SECONDS = 0.01;
/** What the log of one invocation weighs, in bytes: assumed, as nobody publishes it. */
export const LOG_BYTES = 1000;
const LOG_DAYS = 7;
const GB = 1e9;

/** Usage is handed over a moment after a call, and summed up once it has waited, both in seconds: for all calls of that time. */
const HAND_OVER_SECONDS = 0.25;
const SUM_UP_SECONDS = 60;

/** Calls a second: so many that what follows from a call is shared until nothing is left of it, and so few that none is. */
export const BUSY = Number.POSITIVE_INFINITY;
export const LONE = 0;

export interface Operation {
  /** What a call uses of which its tenant makes many. */
  readonly row: Usage;
  /** What is added where no other call comes within a quarter of a second, and within a minute. */
  readonly handOver: Usage;
  readonly sumUp: Usage;
  /** Milliseconds from request to answer, on the machine where it was measured. */
  readonly wall: number;
}

interface Line {
  readonly name: string;
  readonly value: number;
}

/** The operations by name, from the lines that the benchmark prints: `login: in a row: requests`. */
export function operationsOf(jsonl: string): ReadonlyMap<string, Operation> {
  const found = new Map<string, Record<string, Record<string, number>>>();
  for (const text of jsonl.split("\n").filter((line) => line !== "")) {
    const { name, value } = JSON.parse(text) as Line;
    const [operation = "", part = "", what] = name.split(": ");
    if (what === undefined || typeof value !== "number") throw new Error(`This is no line of the benchmark: ${text}`);
    const parts = found.get(operation) ?? {};
    parts[part] = { ...parts[part], [what]: value };
    found.set(operation, parts);
  }
  return new Map([...found].map(([name, parts]) => [name, operationOf(parts)]));
}

export function measured(): ReadonlyMap<string, Operation> {
  return operationsOf(readFileSync(MEASURED, "utf8"));
}

/** One call of a tenant at which `callsPerSecond` arrive, from `LONE` to `BUSY`. */
export function usageAt({ row, handOver, sumUp }: Operation, callsPerSecond: number): Usage {
  const share = (seconds: number) => 1 / (1 + callsPerSecond * seconds);
  return sum([1, row], [share(HAND_OVER_SECONDS), handOver], [share(SUM_UP_SECONDS), sumUp]);
}

function operationOf(parts: Record<string, Record<string, number>>): Operation {
  const { "in a row": row = {}, call = {}, handOver = {}, alarm = {} } = parts;
  const rest = ([what, units]: [string, number]) => [what, Math.max(0, units - (row[what] ?? 0))] as const;
  // What a lone call needs beyond one in a row is what it takes to wake up for.
  const waking = Object.fromEntries(Object.entries(call).map(rest));
  const { cpu = 0, wall = 0, bytes = 0 } = parts.took ?? {};
  return {
    row: sum([1, billed(row)], [1, { cpu, databaseStored: bytes / GB }]),
    handOver: billed(handOver),
    sumUp: sum([1, billed(alarm)], [1, billed(waking)]),
    wall,
  };
}

/** What was counted, and what follows from it. */
function billed(counted: Readonly<Record<string, number>>): Usage {
  const { logLines = 0, ...meters } = counted;
  const unknown = Object.keys(meters).filter((meter) => !(meter in PRICES));
  if (unknown.length > 0) throw new Error(`There is no price of ${unknown.join(", ")}.`);
  const { requests = 0, objectRequests = 0 } = meters;
  const logIngested = ((requests + objectRequests + logLines) * LOG_BYTES) / GB;
  const derived: Usage = {
    objectDuration: objectRequests * AWAKE_SECONDS * OBJECT_GB,
    logIngested,
    logStored: (logIngested * LOG_DAYS) / 30,
  };
  return sum([1, meters as Partial<Record<Meter, number>>], [1, derived]);
}
