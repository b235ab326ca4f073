import type { Counted } from "./zz-usage--metric.ts";

/** What happened at a tenant within one hour, as far as one isolate saw it. */
export interface Tally {
  /** `YYYY-MM-DDTHH`, in UTC. */
  readonly hour: string;
  readonly counts: Partial<Record<Counted, number>>;
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
  usageByHour(metric: Counted, from: string, to: string): Promise<{ hour: string; value: number }[]>;
}
