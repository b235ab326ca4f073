import type { Clock, Pause } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** Maximum number of passwords in an isolate's queue: about half a second of argon2id. */
export const MAX_HASHES = 16;
const RETRY_AFTER_SECONDS = 1;
/** Time after which a slot is freed, because a cancelled request never frees its own. */
const ABANDONED_MS = 30_000;

/**
 * Limits how many passwords wait to be hashed. Hashing uses the isolate's only thread, so hashes run one after the other
 * in any case.
 */
export class HashQueue {
  private readonly clock: Clock;
  private readonly pause: Pause;
  /** The taken slots, and the time when each was taken. */
  private readonly slots = new Map<symbol, number>();

  constructor(clock: Clock, pause: Pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** Throws `busy` if every slot is taken. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const slot = this.reserve();
    try {
      // Requests that came in meanwhile take a slot, or fail, before this one blocks the thread.
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
