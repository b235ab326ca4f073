import { type Filter, matches } from "./filter.ts";
import type { Aggregation, Monitor } from "./monitor.ts";
import { type LogRecord, numberOf } from "./record.ts";

export interface Verdict {
  readonly value: number;
  readonly isFiring: boolean;
}

const MINUTE_MS = 60_000;

/**
 * Evaluates a monitor at a time, over the records of its window. Pure; `aplOf` writes the same as a query of Axiom.
 * A record at the start of the window is outside, one at its end is inside.
 */
export function evaluate(monitor: Monitor, records: readonly LogRecord[], now: number): Verdict {
  const selected = within(records, now, monitor.windowMinutes).filter((record) => matches(monitor.where, record));
  const value = aggregate(monitor.aggregation, selected, now);
  return { value, isFiring: isFiring(monitor, value) };
}

function isFiring({ comparison, threshold }: Monitor, value: number): boolean {
  if (comparison === "below") return value < threshold;
  return comparison === "above" ? value > threshold : value >= threshold;
}

function within(records: readonly LogRecord[], now: number, minutes: number): LogRecord[] {
  return records.filter(({ at }) => at > now - minutes * MINUTE_MS && at <= now);
}

function aggregate(aggregation: Aggregation, records: readonly LogRecord[], now: number): number {
  switch (aggregation.kind) {
    case "count":
      return records.length;
    case "share":
      return shareOf(aggregation.bad, records, aggregation.minBad);
    case "percentile":
      return percentileOf(records, aggregation.percentile, aggregation.minCount);
    case "burnRate": {
      const { bad, budget, shortWindowMinutes, minBad } = aggregation;
      const long = shareOf(bad, records, minBad) / budget;
      const short = shareOf(bad, within(records, now, shortWindowMinutes), 1) / budget;
      return Math.min(long, short);
    }
  }
}

function shareOf(bad: Filter, records: readonly LogRecord[], minBad: number): number {
  const count = records.filter((record) => matches(bad, record)).length;
  return count >= Math.max(1, minBad) ? count / records.length : 0;
}

/** By nearest rank. Axiom estimates percentiles, so its value may differ by some percent. */
function percentileOf(records: readonly LogRecord[], percentile: number, minCount: number): number {
  const durations = records.flatMap((record) => numberOf(record, "durationMs") ?? []).sort((a, b) => a - b);
  if (records.length < Math.max(1, minCount)) return 0;
  return durations[Math.max(0, Math.ceil((percentile / 100) * durations.length) - 1)] ?? 0;
}
