import { isSecretName } from "../../src/secrets/secret-names.ts";
import { isRecord } from "../../src/value.ts";

/** What only here, in YAML, is a secret's: what ESC encrypts, and `stripe: { key: … }`. */
const SECRET_KEYS = ["fn::secret", "key"];
/** Formats of secrets that say themselves what they are. */
const FORMATS: readonly RegExp[] = [
  /\b[srp]k_(?:live|test)_\w{8,}/, // this service's own
  /\bA(?:KIA|SIA)[0-9A-Z]{16}\b/, // AWS
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,})/, // GitHub
  /\bpul-[0-9a-f]{20,}/, // Pulumi Cloud
  /\bcf(?:k|ut|at)_\w{20,}/, // Cloudflare
  /\bnpm_\w{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];
/** A run that may be base64 of 32 bytes and more. */
const BASE64 = /[A-Za-z0-9+/_-]{43,}={0,2}/g;
/** Shannon's entropy from which it is random: with all of upper case, lower case and digits, as hardly a path has, less. */
const MINIMUM_BITS = { mixed: 4.2, any: 4.5 };
const PERMISSIONS = ["read", "write", "none"];

/**
 * Where a value, as it was parsed from YAML, holds a secret in plain text: a literal under a name that says so, or a text
 * that looks like one wherever it stands. Answers places, and nothing of what stands there.
 */
export function plaintextSecrets(value: unknown, place = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => plaintextSecrets(item, `${place}[${index}]`));
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, item]) => {
      const at = place === "" ? key : `${place}.${key}`;
      return isNamedLiteral(key, item) ? [at] : plaintextSecrets(item, at);
    });
  }
  return typeof value === "string" && looksLikeSecret(value) ? [place] : [];
}

/** Whether a text has something in it that is random enough, or of a form that is nothing else. */
function looksLikeSecret(text: string): boolean {
  if (FORMATS.some((format) => format.test(text))) return true;
  return [...text.matchAll(BASE64)].some(([run]) => isRandom(run));
}

/** What refers to something is no literal, and a permission of a workflow (`id-token: write`) is no token. */
function isNamedLiteral(key: string, value: unknown): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  const text = String(value);
  if (text === "" || text.includes("${") || PERMISSIONS.includes(text)) return false;
  return SECRET_KEYS.includes(key) || isSecretName(key);
}

function isRandom(run: string): boolean {
  const isMixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run);
  return bitsPerCharacter(run) >= (isMixed ? MINIMUM_BITS.mixed : MINIMUM_BITS.any);
}

/** Of the characters by themselves: hexadecimal digits have four at the most, base64 of random bytes about five. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}
