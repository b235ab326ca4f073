import { list } from "./list.ts";

/** Digits and letters in an order, or over and over; and dates. */

const SHORTEST = 8;
const LONGEST = 32;
const FIRST_YEAR = 1950;
const LAST_YEAR = 2030;

/** Runs through the digits and the alphabet, up and down, from any start. */
export function* runs(): Iterable<string> {
  for (const ring of ["1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz"]) {
    for (const line of [ring.repeat(5), [...ring].reverse().join("").repeat(5)]) {
      for (let from = 0; from < ring.length; from++) {
        for (let length = SHORTEST; length <= LONGEST; length++) yield line.slice(from, from + length);
      }
    }
  }
}

/** Up to four digits, one letter, or a well-known few characters, over and over, cut anywhere. */
export function* repetitions(): Iterable<string> {
  const numbers = [1, 2, 3].flatMap((size) => Array.from({ length: 10 ** size }, (_, n) => `${n}`.padStart(size, "0")));
  const letters = "abcdefghijklmnopqrstuvwxyz".split("");
  const few = list("1234 4321 0000 2580 1010 1212 6969 123abc abc123 12345 123456 a1 aa11");
  const signs = [" ", ...list("! * . - _ @ # $ ? xo ha la na bla blah ab xyz")];
  for (const piece of [...numbers, ...letters, ...few, ...signs]) {
    const most = piece.length > 2 ? 18 : LONGEST;
    for (let length = SHORTEST; length <= most; length++) {
      yield piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    }
  }
}

/** 1234… with a letter or two before or after it, for those who are asked for both. */
export function* lettered(): Iterable<string> {
  for (const letter of "abcdefghijklmnopqrstuvwxyz") {
    for (const letters of [letter, letter + letter, letter.repeat(3)]) {
      for (let length = 5; length <= 10; length++) {
        const digits = "1234567890".slice(0, length);
        yield* [letters + digits, digits + letters];
      }
    }
  }
}

/** Each digit, or each pair, some times, in order: 11223344, 111222333, 10203040; and marks of a number pad. */
export function* steps(): Iterable<string> {
  const digits = "1234567890".split("");
  for (let times = 2; times <= 4; times++) {
    const line = digits.map((digit) => digit.repeat(times)).join("");
    for (let length = SHORTEST; length <= Math.min(line.length, LONGEST); length++) yield line.slice(0, length);
  }
  const spaced = digits.map((digit) => `${digit}0`).join("");
  for (let length = SHORTEST; length <= spaced.length; length += 2) yield spaced.slice(0, length);
  const pad = list("147258369 369258147 789456123 321654987 741852963 963852741 159357 753951 147896325");
  for (const one of pad) for (const two of ["", "0", "123", ...pad]) yield one + two;
}

/** Every day in the orders in which people write it. */
export function* dates(): Iterable<string> {
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= new Date(Date.UTC(year, month, 0)).getUTCDate(); day++) {
        const [d, m] = [`${day}`.padStart(2, "0"), `${month}`.padStart(2, "0")];
        yield `${d}${m}${year}`;
        yield `${m}${d}${year}`;
        yield `${year}${m}${d}`;
      }
    }
  }
}

/** The years from one on that somebody may have been born in, or may be living in. */
export function years(first: number): string[] {
  return Array.from({ length: LAST_YEAR - first + 1 }, (_, i) => `${first + i}`);
}
