import { dictionary } from "@zxcvbn-ts/language-common";
import { dates, lettersAndDigits, repetitions, runs, steps } from "./numbers.ts";
import { manyVariants, phraseVariants, someVariants } from "./variants.ts";
import { keyboardWalks } from "./walks.ts";
import { FAVOURITES, OTHERS, PHRASES } from "./words.ts";

/**
 * Real passwords, most common first: 49,233, of which 17,950 have at least 8 characters.
 * Source: dictionary of zxcvbn-ts, MIT licence.
 */
export const REAL_PASSWORDS: readonly string[] = dictionary["passwords-common"];

/**
 * Passwords that attackers try first; some repeat. Generated ones add what the real ones lack: long passwords, recent
 * years, dates, keyboard walks, and other languages. An operator's list from recent breaches adds more.
 */
export function* commonPasswords(): Iterable<string> {
  yield* REAL_PASSWORDS;
  yield* runs();
  yield* repetitions();
  yield* steps();
  yield* lettersAndDigits();
  yield* dates();
  yield* keyboardWalks();
  for (const word of FAVOURITES) yield* manyVariants(word);
  for (const word of OTHERS) yield* someVariants(word);
  for (const phrase of PHRASES) yield* phraseVariants(phrase);
}
