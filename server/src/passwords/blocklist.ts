import { bucketContains, entryOf, normalForm } from "@cf-auth/blocklist/layout";
import { sha256 } from "../ports/encoding.ts";

/** The part of a KV namespace that a look-up needs. */
export interface TextStore {
  get(key: string): Promise<string | null>;
}

/** Passwords that are guessed first, because many have them or because they have leaked. They lie in KV. */
export class Blocklist {
  private readonly store: TextStore;
  private isLogged = false;

  constructor(store: TextStore) {
    this.store = store;
  }

  /**
   * Whether the password is listed. False where the list cannot be read: nobody is locked out for want of it, but the
   * operators find it in the log.
   */
  async has(password: string): Promise<boolean> {
    const { bucket, entry } = entryOf(await sha256(normalForm(password)));
    const entries = await this.read(bucket);
    return entries !== null && bucketContains(entries, entry);
  }

  private async read(bucket: string): Promise<string | null> {
    try {
      const entries = await this.store.get(bucket);
      // Every bucket is there, empty ones too, once the list has been put.
      if (entries === null) this.logOnce("PASSWORD_BLOCKLIST is empty. Put the list there: npm run blocklist.");
      return entries;
    } catch (error) {
      this.logOnce(`PASSWORD_BLOCKLIST cannot be read: ${error}`);
      return null;
    }
  }

  /** Once an isolate. */
  private logOnce(problem: string): void {
    const message = "Common passwords are not refused.";
    if (!this.isLogged) console.error(JSON.stringify({ level: "error", message, problem }));
    this.isLogged = true;
  }
}
