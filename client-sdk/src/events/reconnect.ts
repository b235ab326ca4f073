const FIRST_MS = 250;
const MAX_MS = 30_000;

/** The wait before the next attempt, in milliseconds: random, with a bound that doubles with each failure in a row. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return random() * Math.min(FIRST_MS * 2 ** failures, MAX_MS);
}

/** Waits for `minMs` plus the backoff, or until the signal aborts. */
export async function pauseBefore(failures: number, minMs: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(minMs + backoffMs(failures), signal);
}

/** Waits, or returns when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
  });
}
