import type { Tally } from "./usage.ts";
import { dayOf } from "./usage.ts";

/** `latency` is how many calls fell into the bucket whose number follows, such as `latency:7`. */
export const LATENCY = "latency:";

/** What was counted by the hour, and has not been added to the hours yet; goes through JSON as it is. */
export interface Pending {
  readonly metrics: Record<string, Record<string, number>>;
  /** Who came, by the day. */
  readonly users: Record<string, string[]>;
}

/** Tallies together with those that were pending before. */
export function withTallies(before: Pending | undefined, tallies: readonly Tally[]): Pending {
  const { metrics, users } = structuredClone(before ?? { metrics: {}, users: {} });
  for (const tally of tallies) {
    metrics[tally.hour] = added(metrics[tally.hour] ?? {}, valuesOf(tally));
    const day = dayOf(tally.hour);
    if (tally.users.size > 0) users[day] = [...new Set([...(users[day] ?? []), ...tally.users])];
  }
  return { metrics, users };
}

/** The days that something is pending of. */
export function daysOf(all: readonly Pending[]): Set<string> {
  return new Set(all.flatMap(({ metrics }) => Object.keys(metrics).map(dayOf)));
}

/** The sum of each metric that something is pending of on a day. */
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
