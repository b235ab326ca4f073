/** What time it is. Domain code asks this and nothing else. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Waits, and lets other requests of the isolate go on meanwhile. Rejects when the signal says that nobody waits. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const pause: Pause = async (milliseconds, signal) => await scheduler.wait(milliseconds, signal && { signal });

/** Does work that the answer need not wait for, and that ends even where the client has gone. */
export type Defer = (work: Promise<unknown>) => void;

/** Where nothing ends a request's work before it is done. */
export const floating: Defer = () => {};
