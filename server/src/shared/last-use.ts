import { failureText } from "../ports/database.ts";

/** A last use is written down at most so often, in milliseconds. */
const SAMPLE_MS = 5 * 60_000;
const ENTRIES = 1000;

/**
 * Keeps the time of a last use roughly right: of a session between two refreshes, each of which writes it anyway, and of
 * an API key.
 */
export class LastUse {
  private readonly store: { noteUse(id: string, now: Date): Promise<void> };
  /** When this isolate noted which one last. */
  private readonly noted = new Map<string, number>();

  constructor(store: LastUse["store"]) {
    this.store = store;
  }

  /**
   * To be called for each use. `known` is when it was used last, as far as that is known: a young token says that its
   * session was refreshed just now.
   */
  async note(id: string, known: number, now: Date): Promise<void> {
    const last = Math.max(known, this.noted.get(id) ?? 0);
    if (now.getTime() - last < SAMPLE_MS) return;
    if (this.noted.size >= ENTRIES) this.noted.clear();
    this.noted.set(id, now.getTime());
    try {
      await this.store.noteUse(id, now);
    } catch (error) {
      // Whoever calls has come for something else.
      console.error(
        JSON.stringify({ level: "error", message: "A last use was not noted.", id, error: failureText(error) }),
      );
    }
  }
}
