/**
 * Layout of the list in KV: 256 buckets by the first byte of a password's SHA-256, so that a lookup reads one key. A
 * bucket contains the next six bytes of each of its passwords, in hexadecimal, sorted and concatenated.
 */
const BUCKET_CHARACTERS = 2;
const ENTRY_CHARACTERS = 12;

/** Normal form for lookups: NFKC, then lower case. */
export function normalForm(password: string): string {
  return password.normalize("NFKC").toLowerCase();
}

/** Bucket and entry of the password with this SHA-256, in lower-case hexadecimal. */
export function entryOf(sha256: string): { bucket: string; entry: string } {
  const start = BUCKET_CHARACTERS;
  return { bucket: sha256.slice(0, start), entry: sha256.slice(start, start + ENTRY_CHARACTERS) };
}

/** Keys of all buckets. */
export function bucketKeys(): string[] {
  return Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(BUCKET_CHARACTERS, "0"));
}

export function bucketContains(bucket: string, entry: string): boolean {
  for (let at = 0; at < bucket.length; at += ENTRY_CHARACTERS) if (bucket.startsWith(entry, at)) return true;
  return false;
}
