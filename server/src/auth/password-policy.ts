import { AppError } from "../errors/app-error.ts";
import { utf8 } from "../ports/encoding.ts";

/** NIST SP 800-63B-4 §3.1.1.2: a password that is the only factor has at least 15 characters. */
export const MINIMUM_CHARACTERS = 15;
/** Longer ones are refused, never cut. */
export const MAXIMUM_BYTES = 1024;

/** Throws `weak_password` with the reason. Composition is nobody's business: length is what counts. */
export function checkPassword(password: string): void {
  const characters = [...normalizePassword(password)].length;
  if (characters < MINIMUM_CHARACTERS) {
    throw new AppError("weak_password", {
      reason: `It has ${characters} characters; ${MINIMUM_CHARACTERS} are needed.`,
      minimumCharacters: MINIMUM_CHARACTERS,
    });
  }
  if (new Set(normalizePassword(password)).size === 1) {
    throw new AppError("weak_password", { reason: "It is one character repeated." });
  }
}

/** NIST SP 800-63B-4 §3.1.1.2: the same password typed on two keyboards is the same password. */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/** Whether the password is short enough to be taken at all. */
export function fitsPassword(password: string): boolean {
  return utf8(password).length <= MAXIMUM_BYTES;
}
