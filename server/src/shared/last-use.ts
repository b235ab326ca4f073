import { log } from "../ports/logger.ts";

/** Minimum interval in milliseconds between two writes of a last use. */
const SAMPLE_MS = 5 * 60_000;
const MAX_ENTRIES = 1000;

/**
 * Stores the time of last use of API keys and sessions, accurate to five minutes. A session's refreshes store it as well.
 */
export class LastUse {
  private readonly store: { noteUse(id: string, now: Date): Promise<void> };
  /** Times of this isolate's last writes, by id. */
  private readonly noted = new Map<string, number>();

  constructor(store: LastUse["store"]) {
    this.store = store;
  }

  /**
   * Call it for each use. `previous` is the latest known use: a new access token shows that its session was refreshed.
   */
  async note(id: string, previous: number, now: Date): Promise<void> {
    const last = Math.max(previous, this.noted.get(id) ?? 0);
    if (now.getTime() - last < SAMPLE_MS) return;
    if (this.noted.size >= MAX_ENTRIES) this.noted.clear();
    this.noted.set(id, now.getTime());
    try {
      await this.store.noteUse(id, now);
    } catch (error) {
      // The failure must not fail the call itself.
      log("error", "A time of last use was not stored.", { id, error });
    }
  }
}
