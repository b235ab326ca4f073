import { bucketContains, entryOf, normalForm } from "@cf-auth/blocklist/layout";
import { sha256 } from "../ports/encoding.ts";
import { log } from "../ports/logger.ts";

/** The part of a KV namespace that a lookup needs. */
export interface TextStore {
  get(key: string): Promise<string | null>;
}

/** Common and leaked passwords, which attackers try first. Stored in KV. */
export class Blocklist {
  private readonly store: TextStore;
  private isLogged = false;

  constructor(store: TextStore) {
    this.store = store;
  }

  /**
   * True if the password is listed. False if the list can't be read: users can still choose a password, and the problem is
   * logged.
   */
  async has(password: string): Promise<boolean> {
    const { bucket, entry } = entryOf(await sha256(normalForm(password)));
    const entries = await this.read(bucket);
    return entries !== null && bucketContains(entries, entry);
  }

  private async read(bucket: string): Promise<string | null> {
    try {
      const entries = await this.store.get(bucket);
      // A complete list has every bucket, including empty ones.
      if (entries === null) this.logOnce("PASSWORD_BLOCKLIST is empty. Put the list there: npm run blocklist.");
      return entries;
    } catch (error) {
      this.logOnce(`PASSWORD_BLOCKLIST cannot be read: ${error}`);
      return null;
    }
  }

  /** Logs the first problem of an isolate. */
  private logOnce(problem: string): void {
    if (!this.isLogged) log("error", "Common passwords are not refused.", { problem });
    this.isLogged = true;
  }
}
