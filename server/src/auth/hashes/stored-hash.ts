import { parseBcrypt } from "./bcrypt-string.ts";
import { parseBetterAuth, parseDjango, parsePasslib, parseWerkzeug } from "./foreign-strings.ts";
import type { Hasher } from "./hasher.ts";
import { parseOriginal } from "./original-string.ts";
import { type PhcHash, parsePhc } from "./phc.ts";

/** A stored hash, read: with it a password can be checked. */
export interface StoredHash {
  readonly hasher: Hasher;
  readonly cost: Readonly<Record<string, number>>;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  /** The version of the pepper; undefined where the hash was made elsewhere, without one. */
  readonly keyid: string | undefined;
}

/** Why a stored hash is not read. */
export interface Refusal {
  readonly problem: string;
}

const SALT_BYTES = [8, 64] as const;
const HASH_BYTES = [16, 64] as const;
/** What may stand beside a hasher's own parameters: the pepper's version, and the hash's length as some write it. */
const EXTRA = ["keyid", "l"];

/** Reads a stored hash, in whatever form, or says why not. What would cost too much is refused here, not run. */
export function readStoredHash(hashers: Readonly<Record<string, Hasher>>, text: string): StoredHash | Refusal {
  const phc = firstOf(FORMS, text);
  if (phc === undefined) return { problem: "The hash has no known format." };
  const hasher = Object.values(hashers).find(({ id }) => id === phc.id);
  if (hasher === undefined) return { problem: `The hash algorithm ${phc.id} is not supported.` };
  const problem = problemOf(phc, hasher);
  if (problem !== undefined) return { problem };
  const names = Object.keys(hasher.limits);
  const cost = Object.fromEntries(names.map((name) => [name, Number(phc.parameters[name])]));
  if (hasher.fits?.(cost, phc.hash.length) === false)
    return { problem: "The hash's parameters exceed the limits together." };
  return { hasher, cost, salt: phc.salt, hash: phc.hash, keyid: phc.parameters.keyid };
}

/** passlib's form comes before the standard's, which it looks like. */
const FORMS = [parsePasslib, parsePhc, parseBcrypt, parseOriginal, parseDjango, parseWerkzeug, parseBetterAuth];

function firstOf(forms: typeof FORMS, text: string): PhcHash | undefined {
  for (const parse of forms) {
    const read = parse(text);
    if (read !== undefined) return read;
  }
  return undefined;
}

function problemOf({ version, parameters, salt, hash }: PhcHash, hasher: Hasher): string | undefined {
  if (version !== hasher.version) return `Its version of ${hasher.id} is not ${hasher.version ?? "left out"}.`;
  const stray = Object.keys(parameters).find((name) => !Object.hasOwn(hasher.limits, name) && !EXTRA.includes(name));
  if (stray !== undefined) return `Its parameter ${stray} is not known.`;
  for (const [name, [least, most]] of Object.entries(hasher.limits)) {
    if (!isWithin(parameters[name], least, most)) return `Its ${name} is not a number from ${least} to ${most}.`;
  }
  if (parameters.l !== undefined && Number(parameters.l) !== hash.length) return "Its hash has another length than l.";
  if (!isWithin(salt.length, ...SALT_BYTES)) return `Its salt does not have ${SALT_BYTES.join(" to ")} bytes.`;
  if (!isWithin(hash.length, ...HASH_BYTES)) return `Its hash does not have ${HASH_BYTES.join(" to ")} bytes.`;
  return undefined;
}

function isWithin(value: string | number | undefined, least: number, most: number): boolean {
  // Digits and nothing else: Number() would read "1e3", " 7" and "" as well.
  return /^\d{1,10}$/.test(`${value}`) && Number(value) >= least && Number(value) <= most;
}
