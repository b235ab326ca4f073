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
  if (typeof value !== "object" || value === null) return true;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return levels > 0 && items.every((item) => isWithinDepth(item, levels - 1));
}
