import { aborted } from "./failures.ts";

/** What the work comes to, unless the signal ends the wait for it; the work itself goes on. */
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
