/** Waits, and lets other requests of the isolate go on meanwhile. Rejects when the signal says that nobody waits. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const pause: Pause = async (milliseconds, signal) => await scheduler.wait(milliseconds, signal && { signal });
