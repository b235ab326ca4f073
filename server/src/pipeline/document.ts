import { countValues, isWithinDepth } from "../ports/json.ts";
import { reportWork, WORK } from "../ports/work.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { bodyTooLarge } from "./body-limit.ts";

/**
 * Lists and objects inside each other in an input: as many as the deepest proof has that `authz.explain` answers. What is
 * free in its form has a bound of its own. Whatever goes through an input recursively relies on this.
 */
export const MAX_DOCUMENT_DEPTH = 1_000;
/**
 * Values in the body of a request, all calls of a batch together: 10,000 checks have 40,000, and the rest is for their
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
  // A value that stands twice counts twice.
  let values = 0;
  let bytes = 0;
  // At least: a character outside ASCII has more than one.
  const fits = (text: string) => {
    bytes += text.length;
    if (bytes > maxBytes) throw bodyTooLarge(maxBytes);
    return true;
  };
  const isDocument = (value: unknown, levels: number): boolean => {
    if (++values > MAX_VALUES) return false;
    if (value === null || value instanceof Date) return true;
    if (typeof value === "string") return fits(value);
    if (typeof value !== "object") return PRIMITIVES.has(typeof value);
    if (levels === 0) return false;
    if (Array.isArray(value)) return value.every((item) => isDocument(item, levels - 1));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    return Object.entries(value).every(([key, item]) => fits(key) && isDocument(item, levels - 1));
  };
  const isFine = isDocument(input, MAX_DOCUMENT_DEPTH);
  reportWork("json", values * WORK.value);
  if (isFine) return;
  const message = `Send plain objects, lists, texts and dates: at most ${MAX_VALUES} values, ${MAX_DOCUMENT_DEPTH} levels deep.`;
  throw new AppError("invalid_input", { issues: [{ path: "", message }] });
}

const PRIMITIVES: ReadonlySet<string> = new Set(["number", "boolean", "undefined"]);

/*
 * Text reaches Durable Objects and D1 as UTF-8, where every lone surrogate becomes U+FFFD, and so does every byte that is no
 * UTF-8 where text is read leniently: two different names would be one. So all of that is refused where it comes in.
 */

/** The same value. Throws `invalid_input` where a text or a key in it is not well-formed Unicode. */
export function requireWellFormed<T>(value: T): T {
  if (isWellFormed(value)) return value;
  throw malformed(pathOf(value), "This text has half of a surrogate pair, which is not well-formed Unicode.");
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The text of some bytes. Throws `invalid_input` unless they are UTF-8. */
export function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed("body", "The body is not valid UTF-8.");
  }
}

/** Throws `invalid_input` unless what is percent-encoded in a query, or in a form, is UTF-8. */
export function requireUtf8Encoded(query: string): void {
  try {
    // A % that encodes nothing stands for itself.
    for (const [run] of query.matchAll(/(?:%[0-9a-f]{2})+/gi)) decodeURIComponent(run);
  } catch {
    throw malformed("", "The percent-encoded text is not valid UTF-8.");
  }
}

/** The text of a body. Throws `invalid_input` unless it is UTF-8 with few values. */
export function readDocument(bytes: ArrayBuffer): string {
  // Counting the values, and parsing them afterwards.
  reportWork("json", bytes.byteLength * 2 * WORK.jsonByte);
  const body = decodeUtf8(bytes);
  requireFewValues(body);
  return body;
}

/** A request whose body is read as UTF-8 and nothing else. Throws `invalid_input` also where it has too many values. */
export class Utf8Request extends Request {
  override async text(): Promise<string> {
    return readDocument(await this.arrayBuffer());
  }
}

function malformed(path: string, message: string): AppError {
  return new AppError("invalid_input", { issues: [{ path, message }] });
}

/** Without recursion, since nothing bounds the depth yet. */
function isWellFormed(root: unknown): boolean {
  let values = 0;
  const pending = [root];
  while (pending.length > 0) {
    values++;
    const value = pending.pop();
    if (typeof value === "string" && !value.isWellFormed()) return false;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!key.isWellFormed()) return false;
      pending.push(part);
    }
  }
  reportWork("json", values * WORK.value);
  return true;
}

/** The path of the first malformed text, or of the object with a malformed key. */
function pathOf(root: unknown): string {
  const pending: [value: unknown, path: string][] = [[root, ""]];
  for (const [value, path] of pending) {
    if (typeof value === "string" && !value.isWellFormed()) return path;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!key.isWellFormed()) return path;
      pending.push([part, path === "" ? key : `${path}.${key}`]);
    }
  }
  return "";
}
