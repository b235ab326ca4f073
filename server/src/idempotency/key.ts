import { reportWork, WORK } from "../ports/work.ts";
import { AppError } from "../shared/errors/app-error.ts";

export const KEY_HEADER = "idempotency-key";
/** Response header of a replayed response. */
export const REPLAYED_HEADER = "idempotency-replayed";

export const MIN_KEY_LENGTH = 16;
export const MAX_KEY_LENGTH = 200;

/** Visible ASCII except `"` and `\`, so that a quoted key equals the same key without quotes. */
const CHARACTERS = `[!#-[\\]-~]{${MIN_KEY_LENGTH},${MAX_KEY_LENGTH}}`;
const KEY = new RegExp(`^(?:"(${CHARACTERS})"|(${CHARACTERS}))$`);

/**
 * Reads the idempotency key of a request: 16 to 200 characters, quoted or not. Throws `idempotency_key_invalid`.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header-07 §2.1 makes it a quoted string of structured fields; most clients
 * omit the quotes.
 *
 * @example
 * readKey('"8e03978e-40d5-43dd-bc93-6894a57f9324"'); // 8e03978e-40d5-43dd-bc93-6894a57f9324
 */
export function readKey(header: string): string {
  const [, quoted, bare] = KEY.exec(header) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) throw new AppError("idempotency_key_invalid");
  return key;
}

/** Maximum nesting of an input. No valid input is as deep, and a deeper one would overflow the stack. */
export const MAX_INPUT_DEPTH = 64;

/** Serializes an input: equal inputs give the same text, whatever the order of their fields. Throws `invalid_input`. */
export function inputText(input: unknown, depth = 0): string {
  if (depth > MAX_INPUT_DEPTH) {
    const message = `An input with an idempotency key can be nested at most ${MAX_INPUT_DEPTH} levels deep.`;
    throw new AppError("invalid_input", { issues: [{ path: "", message }] });
  }
  reportWork("json", WORK.written + (typeof input === "string" ? input.length * WORK.jsonByte : 0));
  if (input instanceof Date) return `@${input.getTime()}`;
  if (typeof input !== "object" || input === null)
    return typeof input === "string" ? JSON.stringify(input) : `${input}`;
  if (Array.isArray(input)) return `[${input.map((item) => inputText(item, depth + 1)).join(",")}]`;
  const defined = Object.entries(input).filter(([, value]) => value !== undefined);
  const fields = defined.map(([name, value]) => `${JSON.stringify(name)}:${inputText(value, depth + 1)}`);
  return `{${fields.sort().join(",")}}`;
}
