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
