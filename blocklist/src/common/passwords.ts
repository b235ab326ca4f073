import { dates, lettersAndDigits, repetitions, runs, steps } from "./numbers.ts";
import { manyVariants, phraseVariants, someVariants } from "./variants.ts";
import { keyboardWalks } from "./walks.ts";
import { FAVOURITES, OTHERS, PHRASES } from "./words.ts";

/**
 * Passwords that attackers try first; some repeat. Generated from a description rather than copied, so they are ours
 * to ship. A list of passwords from real breaches is better, if an operator has one.
 */
export function* commonPasswords(): Iterable<string> {
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
