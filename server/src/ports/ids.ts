/** The kinds of ids; each id starts with its kind. */
export type IdPrefix = "ten" | "usr" | "acc" | "ses" | "key" | "evt" | "req" | "imp" | "ltr";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * A new id: its kind, 48 bits of time and 80 random bits in Crockford's base 32, so that ids sort by age.
 * Source: the ULID specification.
 */
export function newId(prefix: IdPrefix, now: Date): string {
  let time = now.getTime();
  let text = "";
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    text = ALPHABET.charAt(time % 32) + text;
    time = Math.floor(time / 32);
  }
  for (const byte of crypto.getRandomValues(new Uint8Array(RANDOM_CHARACTERS))) text += ALPHABET.charAt(byte % 32);
  return `${prefix}_${text}`;
}
