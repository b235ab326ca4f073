import { hash } from "node:crypto";
import { bucketKeys, entryOf, normalForm } from "./layout.ts";

/** No tenant takes a shorter password, so none has to be listed. */
const SHORTEST = 8;

/** Collects passwords for KV. Each is kept as a part of its hash, so that millions fit. */
export class Buckets {
  private readonly entries = new Map(bucketKeys().map((key) => [key, new Set<string>()]));

  add(password: string): void {
    const normal = normalForm(password);
    if ([...normal].length < SHORTEST) return;
    const { bucket, entry } = entryOf(hash("sha256", normal));
    this.entries.get(bucket)?.add(entry);
  }

  /** How many passwords there are. */
  get size(): number {
    return [...this.entries.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Everything that goes into the namespace; buckets without a password too, so that a key that is missing tells. */
  pairs(): { key: string; value: string }[] {
    return [...this.entries].map(([key, set]) => ({ key, value: [...set].sort().join("") }));
  }
}
