import { CfAuthError } from "./error.ts";

/** Deeper than any valid request. Beyond it the JavaScript engine would overflow its stack. */
const MAX_DEPTH = 500;

/**
 * A copy of a request that JSON can represent, with dates as `Date`. It is made once per call: later changes by the caller do not reach
 * a retry, and accessors are read once. Throws `invalid_input` for values that JSON can't represent, such as an invalid date, a
 * `BigInt`, `NaN`, a function, a `Map` or a circular object.
 */
export function documentOf(input: unknown): unknown {
  return copy(input, [], []);
}

function copy(value: unknown, path: readonly string[], ancestors: readonly unknown[]): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw refused(path, `is ${value}`);
    case "object":
      return value === null ? null : copyObject(value, path, ancestors);
    default:
      throw refused(path, `is a ${typeof value}`);
  }
}

function copyObject(value: object, path: readonly string[], ancestors: readonly unknown[]): unknown {
  // Also recognizes a date of another realm, such as a frame or a test runner's sandbox.
  const kind = attempt(path, () => Object.prototype.toString.call(value).slice(8, -1));
  if (kind === "Date") return copyDate(value, path);
  if (ancestors.includes(value)) throw refused(path, "contains itself");
  if (ancestors.length === MAX_DEPTH) throw refused(path.slice(0, 1), `is nested more than ${MAX_DEPTH} levels deep`);
  const inside = [...ancestors, value];
  const toJson = read(value, "toJSON", path);
  // As in `JSON.stringify`.
  if (typeof toJson === "function")
    return copy(
      attempt(path, () => toJson.call(value)),
      path,
      inside,
    );
  if (Array.isArray(value)) return Array.from(value, (_, i) => copyItem(value, `${i}`, path, inside));
  if (kind !== "Object") throw refused(path, `is a ${kind}`);
  const keys = attempt(path, () => Object.keys(value));
  // Entries, since an assignment would take a key called `__proto__` for the prototype.
  return Object.fromEntries(
    keys.map((key) => {
      const at = [...path, key];
      return [key, copy(read(value, key, at), at, inside)];
    }),
  );
}

/** Undefined is dropped from an object; in an array JSON would turn it into null. */
function copyItem(list: unknown[], index: string, path: readonly string[], ancestors: readonly unknown[]): unknown {
  const at = [...path, index];
  const item = read(list, index, at);
  if (item === undefined) throw refused(at, "is undefined");
  return copy(item, at, ancestors);
}

function copyDate(value: object, path: readonly string[]): Date {
  const time = attempt(path, () => Number(value));
  if (Number.isNaN(time)) throw refused(path, "is an invalid date");
  return new Date(time);
}

function read(value: object, key: string, path: readonly string[]): unknown {
  return attempt(path, () => (value as Record<string, unknown>)[key]);
}

/** Accessors, `toJSON` and proxies are code of the caller, which may throw. */
function attempt<T>(path: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw refused(path, "can't be read", cause);
  }
}

function refused(at: readonly string[], problem: string, cause?: unknown): CfAuthError {
  const path = at.join(".");
  return new CfAuthError({
    code: "invalid_input",
    message: `${path || "The input"} ${problem}, which JSON has no form for.`,
    action: "Correct the value named in details.issues. No request was sent.",
    retryable: false,
    details: { issues: [{ path, message: `It ${problem}.` }] },
    cause,
  });
}
