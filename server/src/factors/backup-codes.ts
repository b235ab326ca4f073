import { sha256 } from "../ports/encoding.ts";

/** Number of codes that a user gets at once. */
export const BACKUP_CODES = 10;
/** Characters of a code: 120 bits, which need no slow hash (SECURITY rule 15). */
const CHARACTERS = 24;
const GROUP = 4;
/** Crockford's base 32, which has no characters that look alike. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

export interface NewBackupCodes {
  /** The codes, to be shown once: groups of four characters. */
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
}

export async function newBackupCodes(): Promise<NewBackupCodes> {
  const codes = Array.from({ length: BACKUP_CODES }, newCode);
  return { codes, hashes: await Promise.all(codes.map(hashBackupCode)) };
}

function newCode(): string {
  const random = crypto.getRandomValues(new Uint8Array(CHARACTERS));
  const groups: string[] = [];
  for (let at = 0; at < CHARACTERS; at += GROUP) {
    groups.push([...random.subarray(at, at + GROUP)].map((byte) => ALPHABET.charAt(byte % 32)).join(""));
  }
  return groups.join("-");
}

/** The hash of a code as somebody types it: case, spaces and dashes don't matter, and o, i and l are read as digits. */
export async function hashBackupCode(code: string): Promise<string> {
  const typed = code.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");
  return await sha256(typed);
}
