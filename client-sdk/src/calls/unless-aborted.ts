import { aborted } from "./failures.ts";

/** Waits for the work unless the signal aborts the wait. The work itself continues. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  let end = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(aborted(signal.reason));
    if (signal.aborted) end();
    signal.addEventListener("abort", end);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
