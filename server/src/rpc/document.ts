import { AppError } from "../errors/app-error.ts";
import { countValues, isWithinDepth } from "../ports/json.ts";
import { reportWork, WORK } from "../ports/work.ts";
import { bodyTooLarge } from "./body-limit.ts";

/**
 * Lists and objects inside each other in an input: as many as the deepest proof has that `authz.explain` answers. What is
 * free in its form has a bound of its own. Whatever goes through an input recursively relies on this.
 */
export const MAX_DOCUMENT_DEPTH = 1_000;
/**
 * Values in the body of a request, all calls of a batch together: 10,000 checks have 40,000, and there is room for their
 * contexts. Each takes about a microsecond until its call begins, and nothing interrupts that.
 */
export const MAX_VALUES = 100_000;

/** Throws `invalid_input` for a body with more values than that. */
export function requireFewValues(body: string): void {
  if (countValues(body, MAX_VALUES) <= MAX_VALUES) return;
  const message = `The body has more than ${MAX_VALUES} values: lists, objects, texts, numbers. Send less at once.`;
  throw new AppError("invalid_input", { issues: [{ path: "body", message }] });
}

/** Throws `invalid_input` for a document that is nested deeper than any input is, before anything is made of it. */
export function requireShallow(document: unknown): void {
  if (isWithinDepth(document, MAX_DOCUMENT_DEPTH)) return;
  const message = `The input is nested more than ${MAX_DOCUMENT_DEPTH} levels deep.`;
  throw new AppError("invalid_input", { issues: [{ path: "", message }] });
}

/**
 * Throws `invalid_input` for what no document could have brought over HTTP, and `body_too_large` for more text than one may
 * have. What crosses between Workers may also be a function, a stub, a map, or an object that holds itself, and the
 * procedures' schemas are not made for those.
 */
export function requireDocument(input: unknown, maxBytes: number): void {
  // What stands in several places counts in each.
  let values = 0;
  let bytes = 0;
  // At least: a character outside ASCII has more than one.
  const hasRoom = (text: string) => {
    bytes += text.length;
    if (bytes > maxBytes) throw bodyTooLarge(maxBytes);
    return true;
  };
  const isDocument = (value: unknown, levels: number): boolean => {
    if (++values > MAX_VALUES) return false;
    if (value === null || value instanceof Date) return true;
    if (typeof value === "string") return hasRoom(value);
    if (typeof value !== "object") return PRIMITIVES.has(typeof value);
    if (levels === 0) return false;
    if (Array.isArray(value)) return value.every((item) => isDocument(item, levels - 1));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    return Object.entries(value).every(([key, item]) => hasRoom(key) && isDocument(item, levels - 1));
  };
  const isFine = isDocument(input, MAX_DOCUMENT_DEPTH);
  reportWork("json", values * WORK.value);
  if (isFine) return;
  const message = `Send plain objects, lists, texts and dates: at most ${MAX_VALUES} values, ${MAX_DOCUMENT_DEPTH} levels deep.`;
  throw new AppError("invalid_input", { issues: [{ path: "", message }] });
}

const PRIMITIVES: ReadonlySet<string> = new Set(["number", "boolean", "undefined"]);
