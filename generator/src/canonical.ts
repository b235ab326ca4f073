import { createHash } from "node:crypto";

/** The text of a JSON value that is the same however its keys were put down: in order, and without space. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const HASH_LENGTH = 16;

/** What tells one contract from another: the first 64 bits of a SHA-256, in hexadecimal. */
export function contractHash(contract: unknown): string {
  return createHash("sha256").update(canonicalJson(contract)).digest("hex").slice(0, HASH_LENGTH);
}
