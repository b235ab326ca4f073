import { reportWork, WORK } from "./work.ts";

export const MAX_JSON_DEPTH = 8;

/** Whether a value is what JSON can say, and nothing that a serialiser of richer types has made; at most eight levels. */
export function isJson(given: unknown, depth = 0): boolean {
  if (given === null || typeof given === "string" || typeof given === "boolean") return true;
  if (typeof given === "number") return Number.isFinite(given);
  if (typeof given !== "object" || depth === MAX_JSON_DEPTH) return false;
  if (Array.isArray(given)) return given.every((item) => isJson(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(given).every((item) => isJson(item, depth + 1));
}

/** Whether there are no more lists and objects inside each other than that; it goes no deeper itself. */
export function isWithinDepth(value: unknown, levels: number): boolean {
  let values = 0;
  const isWithin = (part: unknown, left: number): boolean => {
    values++;
    if (typeof part !== "object" || part === null) return true;
    const items: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
    return left > 0 && items.every((item) => isWithin(item, left - 1));
  };
  const result = isWithin(value, levels);
  reportWork("json", values * WORK.value);
  return result;
}

/**
 * How many values there may be in a text of JSON, at most: lists, objects and what is in them. Counted before anything is
 * made of it, and no further than one more than the limit.
 */
export function countValues(text: string, limit: number): number {
  let values = 1;
  for (let at = 0; at < text.length && values <= limit; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COMMA || character === BRACKET || character === BRACE) values++;
  }
  return values;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** Where a string ends that begins there: at its quote, or at the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charAt(at - 1 - backslashes) === "\\") backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
