import type { CounterMetric, Tally } from "./usage.ts";

/** Counts of an hour or a day. Serialized as JSON. */
export interface Totals {
  readonly counts: Partial<Record<CounterMetric, number>>;
  /** Number of calls by latency bucket; see `latency.ts`. */
  readonly latency: Readonly<Record<string, number>>;
}

/** Usage of a tenant on a day. */
export interface DayUsage extends Totals {
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  readonly activeUsers: number;
  /** Size of the graph; absent if it was not measured. */
  readonly tuples?: number;
  readonly graphBytes?: number;
}

export const NO_TOTALS: Totals = { counts: {}, latency: {} };

export function sumOf(a: Totals, b: Totals): Totals {
  return { counts: added(a.counts, b.counts), latency: added(a.latency, b.latency) };
}

export function totalsOf({ counts, latency }: Tally): Totals {
  return { counts, latency: Object.fromEntries(latency) };
}

function added(
  values: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...values };
  for (const [name, value] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}
