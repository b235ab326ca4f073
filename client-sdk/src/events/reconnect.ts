const FIRST_MS = 250;
const MAX_MS = 30_000;

/** How long to wait before trying again after so many failures in a row: at random up to a bound that doubles. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return random() * Math.min(FIRST_MS * 2 ** failures, MAX_MS);
}

/** Waits before trying again, `leastMs` at least; no longer than the signal lets it. */
export async function pauseBefore(failures: number, leastMs: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(leastMs + backoffMs(failures), signal);
}

/** Waits no longer than the signal lets it. */
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
