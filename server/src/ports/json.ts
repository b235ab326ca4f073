import { reportWork, WORK } from "./work.ts";

export const MAX_JSON_DEPTH = 8;

/** Whether a value is plain JSON of at most 8 levels, without the types of a richer serializer. */
export function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth === MAX_JSON_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((item) => isJson(item, depth + 1));
}

/** Whether lists and objects are nested at most `levels` deep. The check itself goes no deeper. */
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
 * An upper bound of the number of values in a JSON text, including lists and objects. Runs before parsing, and stops at one
 * more than the limit.
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

/** Index of the end of a string: its closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charAt(at - 1 - backslashes) === "\\") backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
