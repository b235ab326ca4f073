import { Duration } from "@marcbachmann/cel-js/evaluator";

/** Source: RFC 3339, section 5.6, without its lower case letters and leap seconds, as Go's `time.RFC3339`. */
const RFC_3339 = /^(\d{4}-\d\d-(\d\d))T(?:[01]\d|2[0-3]):\d\d:\d\d(?:[.,](\d{1,9})\d{0,20})?(?:Z|[+-]\d\d:\d\d)$/;

/** Parses RFC 3339, to the millisecond; undefined if it is malformed. */
export function parseTimestamp(text: string): Date | undefined {
  const [, day = "", dayOfMonth] = RFC_3339.exec(text) ?? [];
  const time = new Date(text.replace(",", "."));
  // JavaScript reads February 30th as March 2nd.
  const exists = day !== "" && new Date(day).getUTCDate() === Number(dayOfMonth);
  return exists && !Number.isNaN(time.getTime()) ? time : undefined;
}

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const PART = "(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)";
const PARTS = new RegExp(PART, "g");
const DURATION = new RegExp(`^(?=.{1,200}$)[+-]?(?:0|(?:${PART})+)$`);
const SECOND = 1_000_000_000n;
/** Significant digits of a fraction: those of an hour's nanoseconds. */
const FRACTION_DIGITS = 13;

/**
 * Parses a duration in Go's format: `1h30m`, `-1.5s`, `0`. Undefined if it is malformed or longer than 2^63 ns.
 * Source: https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): Duration | undefined {
  if (!DURATION.test(text)) return undefined;
  let magnitude = 0n;
  for (const [, number = "", unit = ""] of text.matchAll(PARTS)) magnitude += nanoseconds(number, unit);
  const total = text.startsWith("-") ? -magnitude : magnitude;
  return BigInt.asIntN(64, total) === total ? durationOf(total) : undefined;
}

/** cel-js's form for addition and subtraction: the nanoseconds are never negative. */
function durationOf(total: bigint): Duration {
  const nanos = ((total % SECOND) + SECOND) % SECOND;
  return new Duration((total - nanos) / SECOND, Number(nanos));
}

function nanoseconds(number: string, unit: string): bigint {
  const [whole = "", fraction = ""] = number.split(".");
  const size = NANOSECONDS[unit] ?? 0n;
  const digits = BigInt(fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, "0"));
  return BigInt(whole) * size + (digits * size) / 10n ** BigInt(FRACTION_DIGITS);
}
