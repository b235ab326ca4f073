import { AppError } from "../errors/app-error.ts";

/** Deeper than any input is; what holds itself has no end. */
const MAXIMUM_DEPTH = 64;
/** As much as fits into a request. What stands in several places counts in each. */
const MAXIMUM_VALUES = 2_000_000;

/**
 * Throws `invalid_input` for what no document could have brought over HTTP, and `body_too_large` for more text than one may
 * have. What crosses between Workers may also be a function, a stub, a map, or an object that holds itself, and the
 * procedures' schemas are not made for those.
 */
export function requireDocument(input: unknown, maximumBytes: number): void {
  let values = 0;
  let bytes = 0;
  // At least: a character outside ASCII has more than one.
  const hasRoom = (text: string) => {
    bytes += text.length;
    if (bytes > maximumBytes) throw new AppError("body_too_large", { maximumBytes });
    return true;
  };
  const isDocument = (value: unknown, depth: number): boolean => {
    if (++values > MAXIMUM_VALUES || depth > MAXIMUM_DEPTH) return false;
    if (value === null || value instanceof Date) return true;
    if (typeof value === "string") return hasRoom(value);
    if (typeof value !== "object") return PRIMITIVES.has(typeof value);
    if (Array.isArray(value)) return value.every((item) => isDocument(item, depth + 1));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    return Object.entries(value).every(([key, item]) => hasRoom(key) && isDocument(item, depth + 1));
  };
  if (isDocument(input, 0)) return;
  throw new AppError("invalid_input", {
    issues: [{ path: "", message: "Give plain objects, lists, texts and dates." }],
  });
}

const PRIMITIVES: ReadonlySet<string> = new Set(["number", "boolean", "undefined"]);
