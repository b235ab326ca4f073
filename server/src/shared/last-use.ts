import { log } from "../ports/logger.ts";
import type { Defer } from "../ports/time.ts";
import { BoundedMap } from "./cache.ts";

/** Minimum interval in milliseconds between two writes of a last use. */
const SAMPLE_MS = 5 * 60_000;
const MAX_ENTRIES = 1000;

/**
 * Stores the time of last use of API keys and sessions, accurate to five minutes. A session's refreshes store it as well.
 */
export class LastUse {
  private readonly store: { noteUse(id: string, now: Date): Promise<void> };
  /** Times of this isolate's last writes, by id. */
  private readonly noted = new BoundedMap<number>(MAX_ENTRIES);

  constructor(store: LastUse["store"]) {
    this.store = store;
  }

  /**
   * Call it for each use. `previous` is the latest known use: a new access token shows that its session was refreshed. With `defer`,
   * the time is written after the response.
   */
  async note(id: string, previous: number, now: Date, defer?: Defer): Promise<void> {
    const last = Math.max(previous, this.noted.get(id) ?? 0);
    if (now.getTime() - last < SAMPLE_MS) return;
    this.noted.set(id, now.getTime());
    const written = this.write(id, now);
    if (defer === undefined) await written;
    else defer(written);
  }

  private async write(id: string, now: Date): Promise<void> {
    try {
      await this.store.noteUse(id, now);
    } catch (error) {
      // The failure must not fail the call itself.
      log("error", "A time of last use was not stored.", { id, error });
    }
  }
}
