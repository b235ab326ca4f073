import type { Tally } from "./usage.ts";
import { dayOf } from "./usage.ts";

/** Prefix of the metrics that count calls by latency bucket, such as `latency:7`. */
export const LATENCY = "latency:";

/** Hourly counts that are not added to the stored hours yet; serialized as JSON. */
export interface Pending {
  readonly metrics: Record<string, Record<string, number>>;
  /** Ids of active users by day. */
  readonly users: Record<string, string[]>;
}

/** Adds tallies to the pending counts. */
export function withTallies(before: Pending | undefined, tallies: readonly Tally[]): Pending {
  const { metrics, users } = structuredClone(before ?? { metrics: {}, users: {} });
  for (const tally of tallies) {
    metrics[tally.hour] = added(metrics[tally.hour] ?? {}, valuesOf(tally));
    const day = dayOf(tally.hour);
    if (tally.users.size > 0) users[day] = [...new Set([...(users[day] ?? []), ...tally.users])];
  }
  return { metrics, users };
}

/** Days with pending counts. */
export function daysOf(all: readonly Pending[]): Set<string> {
  return new Set(all.flatMap(({ metrics }) => Object.keys(metrics).map(dayOf)));
}

/** Sum of each pending metric on a day. */
export function sumsOf(all: readonly Pending[], day: string): Map<string, number> {
  const hours = all.flatMap(({ metrics }) => Object.entries(metrics).filter(([hour]) => dayOf(hour) === day));
  return new Map(Object.entries(hours.reduce((sum, [, values]) => added(sum, Object.entries(values)), {})));
}

function valuesOf({ counts, latency }: Tally): [string, number][] {
  return [
    ...Object.entries(counts),
    ...[...latency].map(([bucket, n]): [string, number] => [`${LATENCY}${bucket}`, n]),
  ];
}

function added(values: Readonly<Record<string, number>>, more: readonly [string, number][]): Record<string, number> {
  const sum = { ...values };
  for (const [metric, value] of more) sum[metric] = (sum[metric] ?? 0) + value;
  return sum;
}
