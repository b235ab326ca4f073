import { list } from "./list.ts";
import { years } from "./numbers.ts";

/** Common variations of a word. */

const LEET: Readonly<Record<string, string>> = { a: "4", e: "3", i: "1", o: "0", s: "5", t: "7" };
/** Substitutions for passwords that require a special character. */
const SIGNS: Readonly<Record<string, string>> = { a: "@", i: "!", o: "0", s: "$" };

/** Endings, most common first; each list extends the previous one. */
const FEW_ENDINGS = ["", ...list("1 2 3 12 123 1234 12345 123456 ! 1! 123! @1 @123 01 007")];
const MORE_ENDINGS = [
  ...FEW_ENDINGS,
  ...list("7 9 10 11 13 21 22 23 69 77 88 99 00 101 321 420 111 222 666 777 999 000 1111 2222 0000"),
  ...list("1234567 12345678 123456789 1234567890 @12 @1234 !! !!! !1 !123 12! 1234! #1 #123 _1 _123 ? . * $"),
  ...list("abc abc123 qwerty"),
];
const MANY_ENDINGS = [
  ...MORE_ENDINGS,
  ...Array.from({ length: 100 }, (_, n) => `${n}`.padStart(2, "0")),
  ...Array.from({ length: 10 }, (_, n) => [`${n}`, `${n}`.repeat(3), `${n}`.repeat(4)]).flat(),
  ...list("@12345 @123456 @12345678 #1234 xoxo 4ever forever lover rocks isthebest"),
  ...list("password password1 password123 passwort admin admin123 test user login secret"),
];
/** Fillers that extend a word to a required length. */
const FILLERS = list("1234567890 0987654321 qwertyuiop 123456789012345 abcdefgh");

/** Variants of the most common words. */
export function* manyVariants(word: string): Iterable<string> {
  for (const ending of MANY_ENDINGS) yield word + ending;
  for (const form of formsOf(word, [LEET, SIGNS, { o: "0" }, { a: "@" }])) {
    for (const ending of FEW_ENDINGS) yield form + ending;
  }
  for (const year of years(1950)) yield word + year;
  for (const year of years(2000)) yield* [`${word}${year}!`, `${word}@${year}`];
  for (const start of FEW_ENDINGS) yield start + word;
  for (const ending of FEW_ENDINGS) yield word + word + ending;
  yield* repeats(word);
}

/** Variants of all other words. */
export function* someVariants(word: string): Iterable<string> {
  for (const ending of MORE_ENDINGS) yield word + ending;
  for (const form of formsOf(word, [LEET])) for (const ending of ["", "1", "123", "!"]) yield form + ending;
  for (const year of years(1985)) yield word + year;
  for (const start of ["1", "123", "the", "my", "ilove"]) yield start + word;
  yield* repeats(word);
}

/** Variants of a phrase: separators and common endings. */
export function* phraseVariants(phrase: string): Iterable<string> {
  for (const joint of ["", " ", "-", "_", "."]) {
    const form = phrase.replaceAll(" ", joint);
    for (const ending of [...FEW_ENDINGS, ".", "?", ...years(2020)]) yield form + ending;
  }
}

function* repeats(word: string): Iterable<string> {
  const reversed = [...word].reverse().join("");
  yield* [reversed, word + reversed];
  for (const times of [2, 3, 4]) yield word.repeat(times);
  yield `${word} ${word}`;
  for (const filler of FILLERS) yield word + filler;
}

function formsOf(word: string, ways: readonly Readonly<Record<string, string>>[]): Set<string> {
  const forms = new Set(ways.map((by) => [...word].map((character) => by[character] ?? character).join("")));
  forms.delete(word);
  return forms;
}
