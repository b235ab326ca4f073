import { failureText } from "../ports/database.ts";
import type { SessionStore } from "./session-store.ts";

/** A session's last use is written down at most so often, in milliseconds. */
const SAMPLE_MS = 5 * 60_000;
const ENTRIES = 1000;

/** Keeps the time of a session's last use roughly right between two refreshes, each of which writes it anyway. */
export class LastUse {
  private readonly store: Pick<SessionStore, "noteUse">;
  /** When this isolate noted which session last. */
  private readonly noted = new Map<string, number>();

  constructor(store: Pick<SessionStore, "noteUse">) {
    this.store = store;
  }

  /** To be called for each request with a token: a young one says that the session was refreshed just now. */
  async note(sessionId: string, issuedAt: number, now: Date): Promise<void> {
    const last = Math.max(issuedAt, this.noted.get(sessionId) ?? 0);
    if (now.getTime() - last < SAMPLE_MS) return;
    if (this.noted.size >= ENTRIES) this.noted.clear();
    this.noted.set(sessionId, now.getTime());
    try {
      await this.store.noteUse(sessionId, now);
    } catch (error) {
      // Whoever calls has come for something else.
      console.error(
        JSON.stringify({ level: "error", message: "A last use was not noted.", sessionId, error: failureText(error) }),
      );
    }
  }
}
