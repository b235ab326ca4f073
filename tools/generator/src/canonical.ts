import { createHash } from "node:crypto";

/** The canonical text of a JSON value: sorted keys, no whitespace. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const HASH_LENGTH = 16;

/** Identifies a contract: the first 64 bits of its SHA-256, in hexadecimal. */
export function contractHash(contract: unknown): string {
  return createHash("sha256").update(canonicalJson(contract)).digest("hex").slice(0, HASH_LENGTH);
}
