import { EngineError } from "../errors.ts";
import { EXPIRY_RANGE, formatTime, isExpiry } from "../expiry.ts";
import { canonicalJson, isWellFormedJson, MAX_CONTEXT_LENGTH, nestingOf } from "../graph/contexts.ts";

/** Nesting of lists and objects in a context, as in the API. */
const MAX_CONTEXT_NESTING = 20;

/** Creates an error about one row. The reader of the file reports it with its line. */
export function invalidRow(reason: string): EngineError {
  return new EngineError("invalid_tuple_file", reason);
}

/** The canonical JSON of a context, which must be an object. As in the API, an empty one is none. */
export function readContext(value: unknown): { context?: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidRow("The context is not a JSON object.");
  }
  if (nestingOf(value) > MAX_CONTEXT_NESTING) {
    throw invalidRow(`The context is nested more than ${MAX_CONTEXT_NESTING} levels deep.`);
  }
  const canonical = canonicalJson(value);
  if (canonical.length > MAX_CONTEXT_LENGTH) {
    throw invalidRow(`The context has more than ${MAX_CONTEXT_LENGTH} characters.`);
  }
  // Checked here, because ineffective rows may be stored without validation.
  if (!isWellFormedJson(canonical)) throw invalidRow("The context has text that is not well-formed Unicode.");
  return canonical === "{}" ? {} : { context: canonical };
}

/** Parses RFC 3339 in UTC, to the second, or seconds since 1970. */
export function readTime(text: string): number {
  const isNumber = /^-?\d{1,15}$/.test(text);
  const seconds = isNumber ? Number(text) : Date.parse(text) / 1000;
  const written = isNumber ? `${seconds}` : Number.isInteger(seconds) ? formatTime(seconds) : undefined;
  // Text that formats differently is another day, another time zone, or not a time.
  if (text !== written) {
    const problem = "is not a time in UTC to the second: write 2030-01-31T12:00:00Z or seconds since 1970";
    throw invalidRow(`expires_at ${JSON.stringify(text)} ${problem}.`);
  }
  if (!isExpiry(seconds)) {
    const problem = `is out of range: it ranges from ${EXPIRY_RANGE}. Leave it empty for a tuple that never expires`;
    throw invalidRow(`expires_at ${JSON.stringify(text)} ${problem}.`);
  }
  return seconds;
}
