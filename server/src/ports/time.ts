/** The clock. Domain code reads the time only from it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Waits, while other requests of the isolate run. Rejects when the signal aborts. */
export type Pause = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const pause: Pause = async (milliseconds, signal) => await scheduler.wait(milliseconds, signal && { signal });

/** Runs work after the response, even if the client has disconnected. */
export type Defer = (work: Promise<unknown>) => void;

/** For runtimes that never end a request's work early. */
export const floating: Defer = () => {};
