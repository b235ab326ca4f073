/** Waits, and lets other requests of the isolate go on meanwhile. */
export type Pause = (milliseconds: number) => Promise<void>;

export const pause: Pause = async (milliseconds) => await scheduler.wait(milliseconds);
