import type { ErrorCode } from "../shared/errors/catalog.ts";

/** A limit, as a row of docs/limits.md. */
export interface LimitRow {
  /** The limited input or operation. */
  readonly input: string;
  readonly bound: string;
  /** Error beyond the limit; null if nothing is refused. */
  readonly error: ErrorCode | null;
  /** The next step, or the effect without an error. */
  readonly remedy: string;
}

export interface LimitSection {
  readonly title: string;
  /** Paragraphs or lists before the table. */
  readonly before?: readonly string[];
  readonly rows: readonly LimitRow[];
  /** Paragraphs or lists after the table. */
  readonly after?: readonly string[];
}

export function row(input: string, bound: string, error: ErrorCode | null, remedy: string): LimitRow {
  return { input, bound, error, remedy };
}

/** A number with thousands separators. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** A size in the largest binary unit that gives a whole number. */
export function bytes(size: number): string {
  const units = ["bytes", "KiB", "MiB"];
  let unit = 0;
  let left = size;
  for (; left % 1024 === 0 && unit < units.length - 1; left /= 1024) unit++;
  return `${count(left)} ${units[unit]}`;
}
