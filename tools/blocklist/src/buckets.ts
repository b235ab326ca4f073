import { hash } from "node:crypto";
import { bucketKeys, entryOf, normalForm } from "./layout.ts";

/** Minimum length: no tenant accepts shorter passwords, so they aren't listed. */
const MIN_LENGTH = 8;

/** Collects passwords for KV. Each is stored as a part of its hash, so that millions fit. */
export class Buckets {
  private readonly entries = new Map(bucketKeys().map((key) => [key, new Set<string>()]));

  add(password: string): void {
    const normal = normalForm(password);
    if ([...normal].length < MIN_LENGTH) return;
    const { bucket, entry } = entryOf(hash("sha256", normal));
    this.entries.get(bucket)?.add(entry);
  }

  /** Number of passwords. */
  get size(): number {
    return [...this.entries.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Key-value pairs of the namespace. Empty buckets are included, so that a missing key is detectable. */
  pairs(): { key: string; value: string }[] {
    return [...this.entries].map(([key, set]) => ({ key, value: [...set].sort().join("") }));
  }
}
