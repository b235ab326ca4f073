import { reportWork, WORK } from "../ports/work.ts";
import { AppError } from "../shared/errors/app-error.ts";

export const KEY_HEADER = "idempotency-key";
/** Of an answer that was given before. */
export const REPLAYED_HEADER = "idempotency-replayed";

export const MIN_KEY_LENGTH = 16;
export const MAX_KEY_LENGTH = 200;

/** Visible ASCII but `"` and `\`, so that what stands in quotes is what stands there without. */
const CHARACTERS = `[!#-[\\]-~]{${MIN_KEY_LENGTH},${MAX_KEY_LENGTH}}`;
const KEY = new RegExp(`^(?:"(${CHARACTERS})"|(${CHARACTERS}))$`);

/**
 * The key that a client names a change by, so that it may repeat it: 16 to 200 characters, in quotes or not. Throws
 * `idempotency_key_invalid`.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header-07 §2.1 has it a string of structured fields, in quotes; most clients
 * leave those out.
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

/** No input that is taken is as deep, and a deeper one would use up the stack. */
export const MAX_INPUT_DEPTH = 64;

/** An input as a text: the same for the same input, in whatever order its fields stand. Throws `invalid_input`. */
export function inputText(input: unknown, depth = 0): string {
  if (depth > MAX_INPUT_DEPTH) {
    const message = `With an idempotency key an input is nested at most ${MAX_INPUT_DEPTH} levels deep.`;
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
