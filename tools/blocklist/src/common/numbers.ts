import { list } from "./list.ts";

/** Sequences and repetitions of digits and letters, and dates. */

const MIN_LENGTH = 8;
const MAX_LENGTH = 32;
const FIRST_YEAR = 1950;
const LAST_YEAR = 2030;

/** Sequences of digits or letters, ascending and descending, from any start. */
export function* runs(): Iterable<string> {
  for (const sequence of ["1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz"]) {
    for (const line of [sequence.repeat(5), [...sequence].reverse().join("").repeat(5)]) {
      for (let from = 0; from < sequence.length; from++) {
        for (let length = MIN_LENGTH; length <= MAX_LENGTH; length++) yield line.slice(from, from + length);
      }
    }
  }
}

/** Up to three digits, one letter, or another common piece, repeated and cut at any length. */
export function* repetitions(): Iterable<string> {
  const numbers = [1, 2, 3].flatMap((size) => Array.from({ length: 10 ** size }, (_, n) => `${n}`.padStart(size, "0")));
  const alphabet = "abcdefghijklmnopqrstuvwxyz".split("");
  const few = list("1234 4321 0000 2580 1010 1212 6969 123abc abc123 12345 123456 a1 aa11");
  const signs = [" ", ...list("! * . - _ @ # $ ? xo ha la na bla blah ab xyz")];
  for (const piece of [...numbers, ...alphabet, ...few, ...signs]) {
    const maxLength = piece.length > 2 ? 18 : MAX_LENGTH;
    for (let length = MIN_LENGTH; length <= maxLength; length++) {
      yield piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    }
  }
}

/** 1234… with one to three letters before or after it. */
export function* lettersAndDigits(): Iterable<string> {
  for (const character of "abcdefghijklmnopqrstuvwxyz") {
    for (const prefix of [character, character + character, character.repeat(3)]) {
      for (let length = 5; length <= 10; length++) {
        const digits = "1234567890".slice(0, length);
        yield* [prefix + digits, digits + prefix];
      }
    }
  }
}

/** Repeated digits in order: 11223344, 111222333, 10203040; and patterns of a number pad. */
export function* steps(): Iterable<string> {
  const digits = "1234567890".split("");
  for (let times = 2; times <= 4; times++) {
    const line = digits.map((digit) => digit.repeat(times)).join("");
    for (let length = MIN_LENGTH; length <= Math.min(line.length, MAX_LENGTH); length++) yield line.slice(0, length);
  }
  const spaced = digits.map((digit) => `${digit}0`).join("");
  for (let length = MIN_LENGTH; length <= spaced.length; length += 2) yield spaced.slice(0, length);
  const pad = list("147258369 369258147 789456123 321654987 741852963 963852741 159357 753951 147896325");
  for (const one of pad) for (const two of ["", "0", "123", ...pad]) yield one + two;
}

/** Dates in the common orders. */
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

/** Years from `first` on: birth years and recent ones. */
export function years(first: number): string[] {
  return Array.from({ length: LAST_YEAR - first + 1 }, (_, i) => `${first + i}`);
}
