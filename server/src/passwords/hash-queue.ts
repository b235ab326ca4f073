import type { Clock, Pause } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** How many passwords an isolate has in hand at once; about half a second of work where all are argon2id. */
export const MAX_HASHES = 16;
const RETRY_AFTER_SECONDS = 1;
/** A request that is broken off never leaves its place by itself. */
const ABANDONED_MS = 30_000;

/**
 * Hashing takes the isolate's one thread, so hashes run one after the other in any case; what is limited is how many
 * wait for that.
 */
export class HashQueue {
  private readonly clock: Clock;
  private readonly pause: Pause;
  /** Each place that is taken, and since when. */
  private readonly slots = new Map<symbol, number>();

  constructor(clock: Clock, pause: Pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** Throws `busy` where every place is taken. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const slot = this.reserve();
    try {
      // Whoever has come in the meantime takes a place, or is turned away, before this keeps the thread.
      await this.pause(0);
      return await work();
    } finally {
      this.slots.delete(slot);
    }
  }

  private reserve(): symbol {
    const now = this.clock.now().getTime();
    for (const [slot, since] of this.slots) if (now - since > ABANDONED_MS) this.slots.delete(slot);
    if (this.slots.size >= MAX_HASHES) throw new AppError("busy", { retryAfterSeconds: RETRY_AFTER_SECONDS });
    const slot = Symbol();
    this.slots.set(slot, now);
    return slot;
  }
}
