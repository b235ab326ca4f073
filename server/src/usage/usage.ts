/** Metrics that are counted by the hour. */
export const COUNTERS = ["calls", "failures", "checks", "logins", "failedLogins", "events"] as const;

/** Metrics that are measured: active users of a day, and the size of the graph at its last measurement. */
export const GAUGES = ["activeUsers", "tuples", "graphBytes"] as const;

export type CounterMetric = (typeof COUNTERS)[number];
export type Metric = CounterMetric | (typeof GAUGES)[number];

/** The hour in UTC, as `YYYY-MM-DDTHH`. */
export function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13);
}

/** The day in UTC, as `YYYY-MM-DD`, of a time or of an hour. */
export function dayOf(time: Date | string): string {
  return (typeof time === "string" ? time : time.toISOString()).slice(0, 10);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days from one to another, inclusive, as `YYYY-MM-DD`, and the tenant. Defaults to all tenants. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly tenantId?: string | undefined;
}

/** All days of a period, from the first. */
export function daysOf({ from, to }: Period): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => shiftedDay(from, i));
}

/** The day some days later; empty if `day` is not a day. */
export function shiftedDay(day: string, days: number): string {
  const time = Date.parse(day) + days * DAY_MS;
  return Number.isNaN(time) ? "" : dayOf(new Date(time));
}

/** NaN if one of them is not a day. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Usage of a tenant in one hour, as seen by one isolate. */
export interface Tally {
  /** `YYYY-MM-DDTHH`, in UTC. */
  readonly hour: string;
  readonly counts: Partial<Record<CounterMetric, number>>;
  /** Number of calls by latency bucket; see `latency.ts`. */
  readonly latency: ReadonlyMap<number, number>;
  /** Ids of active users. */
  readonly users: ReadonlySet<string>;
}

/** Tallies that an isolate sends, repeated unchanged until their arrival is confirmed. */
export interface Delivery {
  /** Id of the isolate. */
  readonly source: string;
  /** Number of this isolate's delivery to this tenant, in rising order. */
  readonly serial: number;
  readonly tallies: readonly Tally[];
}

/** RPC interface to the exact usage of one tenant, in its Durable Object. */
export interface UsageLog {
  /** Counts a delivery once, however often it arrives. */
  countUsage(delivery: Delivery): Promise<void>;
  /** Hourly values of a metric from one hour to another, inclusive. Leaves out hours without a value. */
  usageByHour(metric: CounterMetric, from: string, to: string): Promise<{ hour: string; value: number }[]>;
}
