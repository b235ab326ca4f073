/** Keyboard walks: sequences of adjacent keys. */

/** Keyboard layouts, with rows from the top and columns from the left. The digits are the same on all three. */
const KEYBOARDS: readonly (readonly string[])[] = [
  ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
  ["1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"],
  ["1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"],
];
/** The digits with shift. */
const SIGNS = "!@#$%^&*()";
const MIN_LENGTH = 8;
const MAX_LENGTH = 24;

export function* keyboardWalks(): Iterable<string> {
  for (const rows of KEYBOARDS) {
    for (const line of lines(rows)) {
      yield* upToLength(line);
      yield* upToLength(reverse(line));
    }
    yield* pairs(rows);
  }
}

/** Paths over a keyboard: along rows, down columns, and alternating between two rows. */
function lines(rows: readonly string[]): string[] {
  const [digits = "", upper = "", middle = "", lower = ""] = rows;
  const orders = [
    [upper, middle, lower],
    [digits, upper, middle, lower],
    [lower, middle, upper],
    [upper, digits],
  ];
  const along = orders.map((order) => order.join(""));
  const snake = [upper, reverse(middle), lower].join("");
  const columns = columnsOf(rows);
  const withoutDigits = columnsOf(rows.slice(1));
  const down = [columns, withoutDigits].map((set) => set.join(""));
  const up = [columns, withoutDigits].map((set) => set.map(reverse).join(""));
  const turning = [columns, withoutDigits].map((set) =>
    set.map((column, i) => (i % 2 ? reverse(column) : column)).join(""),
  );
  const blocks = [3, 4].flatMap((n) => [rows, rows.slice(1)].map((set) => set.map((row) => row.slice(0, n)).join("")));
  const zigzag = [zip(digits, upper), zip(upper, digits), zip(upper, middle), zip(middle, upper), zip(middle, lower)];
  return [...along, snake, ...down, ...up, ...turning, ...blocks, ...zigzag];
}

/** Prefixes of a walk from each of its first 12 keys. */
function* upToLength(line: string): Iterable<string> {
  for (let from = 0; from + MIN_LENGTH <= line.length && from < 12; from++) {
    const maxLength = Math.min(line.length - from, MAX_LENGTH);
    for (let length = MIN_LENGTH; length <= maxLength; length++) yield line.slice(from, from + length);
  }
}

/**
 * Starts of two rows or columns in sequence, such as qwer1234, asdfqwer or 1qaz1qaz, repeated up to the maximum
 * length.
 */
function* pairs(rows: readonly string[]): Iterable<string> {
  const columns = [...columnsOf(rows), ...columnsOf([SIGNS, ...rows.slice(1)])];
  const starts = rows.flatMap((row) => [3, 4, 5, 6, row.length].map((length) => row.slice(0, length)));
  const pieces = [...new Set([...starts, ...columns, ...columns.map(reverse), ...starts.map(reverse)])];
  for (const one of pieces) {
    for (let times = 2; one.length * times <= MAX_LENGTH; times++) yield one.repeat(times);
    for (const two of pieces) {
      for (let times = 1; (one.length + two.length) * times <= MAX_LENGTH; times++) yield (one + two).repeat(times);
    }
  }
}

function columnsOf(rows: readonly string[]): string[] {
  const [first = ""] = rows;
  return [...first].map((_, i) => rows.map((row) => row[i] ?? "").join("")).filter((column) => column.length > 2);
}

function zip(one: string, two: string): string {
  return [...one].map((key, i) => key + (two[i] ?? "")).join("");
}

function reverse(text: string): string {
  return [...text].reverse().join("");
}
