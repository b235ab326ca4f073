import type { ErrorCode } from "../shared/errors/catalog.ts";

/** A limit, as a row of docs/limits.md. */
export interface LimitRow {
  /** What is limited. */
  readonly input: string;
  readonly bound: string;
  /** What is answered beyond it; null where nothing is refused. */
  readonly error: ErrorCode | null;
  /** What to do, or what happens instead. */
  readonly remedy: string;
}

export interface LimitSection {
  readonly title: string;
  /** Paragraphs or lists before the table. */
  readonly before?: readonly string[];
  readonly rows: readonly LimitRow[];
  /** And after it. */
  readonly after?: readonly string[];
}

export function row(input: string, bound: string, error: ErrorCode | null, remedy: string): LimitRow {
  return { input, bound, error, remedy };
}

/** A number with commas. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** A size in the largest unit of 1,024 that gives a whole number. */
export function bytes(size: number): string {
  const units = ["bytes", "KiB", "MiB"];
  let unit = 0;
  let left = size;
  for (; left % 1024 === 0 && unit < units.length - 1; left /= 1024) unit++;
  return `${count(left)} ${units[unit]}`;
}
