/** `1.23 s`, `45 ms`. */
export function duration(milliseconds: number): string {
  return milliseconds >= 999.5 ? `${(milliseconds / 1000).toFixed(2)} s` : `${milliseconds.toFixed(0)} ms`;
}

/** How far some work is; `of` is undefined where nobody knows. */
export interface Progress {
  done: number;
  of: number | undefined;
}

/** Does the work; from the second second on, says on stderr every second how long it takes and how far it is. */
export async function withProgress<T>(label: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  const started = performance.now();
  const progress: Progress = { done: 0, of: undefined };
  const timer = setInterval(() => {
    const elapsed = performance.now() - started;
    process.stderr.write(`     … ${label}: ${duration(elapsed)}${remaining(progress, elapsed)}\n`);
  }, 1000);
  try {
    return await work(progress);
  } finally {
    clearInterval(timer);
  }
}

function remaining({ done, of }: Progress, elapsed: number): string {
  if (of === undefined || done === 0) return "";
  return `, ${done} of ${of}, about ${duration((elapsed / done) * (of - done))} left`;
}
