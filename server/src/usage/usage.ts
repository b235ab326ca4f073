/** What is counted of a tenant, by the hour. */
export const COUNTERS = ["calls", "failures", "checks", "logins", "failedLogins", "events"] as const;

/** What is told of a tenant besides: users seen on a day, and what it holds, as it was last looked at. */
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

/** What happened at a tenant within one hour, as far as one isolate saw it. */
export interface Tally {
  /** `YYYY-MM-DDTHH`, in UTC. */
  readonly hour: string;
  readonly counts: Partial<Record<CounterMetric, number>>;
  /** Calls by how long they took; see `latency.ts`. */
  readonly latency: ReadonlyMap<number, number>;
  /** The ids of the users who came. */
  readonly users: ReadonlySet<string>;
}

/** Tallies that an isolate hands over: the same again where it does not know whether they have arrived. */
export interface Delivery {
  /** The isolate. */
  readonly source: string;
  /** Rises by one with each delivery of this isolate to this tenant. */
  readonly serial: number;
  readonly tallies: readonly Tally[];
}

/** What one tenant has used, exactly counted, in its Durable Object. */
export interface UsageLog {
  /** Counts a delivery, once, however often it comes. */
  countUsage(delivery: Delivery): Promise<void>;
  /** A metric's value by the hour, for hours from one to another, both counted; hours without are left out. */
  usageByHour(metric: CounterMetric, from: string, to: string): Promise<{ hour: string; value: number }[]>;
}
