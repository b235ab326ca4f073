import { isSecretName } from "../../src/secrets/secret-names.ts";
import { isRecord } from "../../src/value.ts";

/** Additional names of secrets in YAML: ESC's `fn::secret`, and `stripe: { key: … }`. */
const SECRET_KEYS = ["fn::secret", "key"];
/** Recognizable formats of secrets. */
const FORMATS: readonly RegExp[] = [
  /\b[srp]k_(?:live|test)_\w{8,}/, // cf-auth
  /\bA(?:KIA|SIA)[0-9A-Z]{16}\b/, // AWS
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,})/, // GitHub
  /\bpul-[0-9a-f]{20,}/, // Pulumi Cloud
  /\bcf(?:k|ut|at)_\w{20,}/, // Cloudflare
  /\bnpm_\w{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];
/** A run of characters that may be base64 of at least 32 bytes. */
const BASE64 = /[A-Za-z0-9+/_-]{43,}={0,2}/g;
/**
 * Minimum Shannon entropy of a random string, in bits per character. Lower if it mixes upper case, lower case and
 * digits, which paths rarely do.
 */
const MINIMUM_BITS = { mixed: 4.2, any: 4.5 };
const PERMISSIONS = ["read", "write", "none"];

/**
 * Paths of plain-text secrets in a parsed YAML value: literals under a secret's name, and strings that look like a
 * secret. Never returns the values.
 */
export function plaintextSecrets(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => plaintextSecrets(item, `${path}[${index}]`));
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, item]) => {
      const at = path === "" ? key : `${path}.${key}`;
      return isNamedLiteral(key, item) ? [at] : plaintextSecrets(item, at);
    });
  }
  return typeof value === "string" && looksLikeSecret(value) ? [path] : [];
}

/** Whether a string contains a random part or a secret's format. */
function looksLikeSecret(text: string): boolean {
  if (FORMATS.some((format) => format.test(text))) return true;
  return [...text.matchAll(BASE64)].some(([run]) => isRandom(run));
}

/** References are not literals, and a workflow's permission (`id-token: write`) is not a token. */
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

/** Shannon entropy per character: at most 4 bits for hexadecimal digits, about 5 for base64 of random bytes. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}
