// Copied from server/src/shared/domain-name.ts by `npm run generate`. Do not edit.

/** Maximum length of a domain name as text, without a trailing dot (RFC 1035 §2.3.4). */
const MAX_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/** ASCII letters and digits, and all characters beyond ASCII but the dots of IDNA. */
const LETTER_OR_DIGIT = String.raw`[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]`;
const DOTS = /[.\u3002\uff0e\uff61]/;
const LABEL = `${LETTER_OR_DIGIT}(?:(?:${LETTER_OR_DIGIT}|-){0,61}${LETTER_OR_DIGIT})?`;
const BEYOND_ASCII = String.raw`[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:${LETTER_OR_DIGIT}|-){0,61}${LETTER_OR_DIGIT})?`;
const TOP_LEVEL = `(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|${BEYOND_ASCII})`;

/**
 * The form of a domain name as a regular expression, for the contract: exact for ASCII. `readDomainName` decides about
 * characters beyond ASCII.
 */
export const DOMAIN_NAME_FORM = `(?:${LABEL}${DOTS.source})+${TOP_LEVEL}`;

/**
 * Reads a domain name of at least two labels, in any case. Characters beyond ASCII become A-labels by UTS 46, as in browsers.
 * Returns the name in lower-case ASCII, or a message about its problem.
 */
export function readDomainName(text: string): { readonly name: string } | { readonly problem: string } {
  if (text.length > MAX_LENGTH) return { problem: tooLong(text) };
  const stray = /[^A-Za-z0-9.\u0080-\u{10ffff}-]/u.exec(text)?.[0];
  if (stray !== undefined) return { problem: `${shown(stray)} can't be part of a domain name.` };
  // Before the conversion, which would hide it in an A-label.
  const hyphen = problemOfHyphens(text.split(DOTS));
  if (hyphen !== undefined) return { problem: hyphen };
  const name = toAscii(text);
  if (name === undefined) return { problem: `"${text}" can't be converted to an internationalized domain name.` };
  const problem = labelProblem(name);
  return problem === undefined ? { name } : { problem };
}

function toAscii(text: string): string | undefined {
  if (isAscii(text)) return text.toLowerCase();
  const url = `https://${text}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

function labelProblem(name: string): string | undefined {
  const labels = name.split(".");
  if (name.length > MAX_LENGTH) return tooLong(name);
  if (labels.includes("")) return `"${name}" has a dot too many.`;
  if (labels.length < 2) return `"${name}" has no top-level domain, such as .com.`;
  const long = labels.find((label) => label.length > MAX_LABEL_LENGTH);
  if (long !== undefined) {
    return `A label of a domain name has at most ${MAX_LABEL_LENGTH} characters; "${long}" has ${long.length}.`;
  }
  const hyphen = problemOfHyphens(labels);
  if (hyphen !== undefined) return hyphen;
  const top = labels.at(-1) ?? "";
  return /^(?:[a-z]{2,}|xn--.+)$/.test(top) ? undefined : `"${top}" is not a top-level domain.`;
}

function problemOfHyphens(labels: readonly string[]): string | undefined {
  const label = labels.find((one) => one.startsWith("-") || one.endsWith("-"));
  return label === undefined ? undefined : `"${label}" begins or ends with a hyphen.`;
}

function tooLong({ length }: string): string {
  return `A domain name has at most ${MAX_LENGTH} characters; this one has ${length}.`;
}

export function isAscii(text: string): boolean {
  return !/[\u0080-\u{10ffff}]/u.test(text);
}

/** Describes a character for an error message. */
export function shown(character: string): string {
  if (/\s/.test(character)) return "A space";
  return /\p{C}/u.test(character) ? "A control character" : `"${character}"`;
}
