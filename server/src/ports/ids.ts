/** Prefixes of ids, which name their kind. */
export type IdPrefix =
  | "ten"
  | "usr"
  | "acc"
  | "ses"
  | "key"
  | "evt"
  | "req"
  | "imp"
  | "eml"
  | "bak"
  | "rst"
  | "pky"
  | "idp"
  | "whk"
  | "whd";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * Creates an id: a prefix, 48 bits of time and 80 random bits in Crockford's base 32. Ids sort by creation time.
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

/** Creation time of an id in milliseconds since 1970; undefined if the text isn't an id. */
export function timeOfId(id: string): number | undefined {
  const [, time] = /^[a-z]{3}_([0-9a-hjkmnp-tv-z]{10})[0-9a-hjkmnp-tv-z]{16}$/.exec(id) ?? [];
  if (time === undefined) return undefined;
  return [...time].reduce((sum, character) => sum * 32 + ALPHABET.indexOf(character), 0);
}
