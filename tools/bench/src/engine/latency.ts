const CLOCK_READINGS = 20_000;

/** Durations of single calls in microseconds, and their results. */
export interface Timed<A> {
  readonly times: Float64Array;
  readonly answers: A[];
}

/**
 * Times every call on its own: the clock is read before and after, and what two readings cost with nothing in
 * between (their median, some 40 ns) is taken off. Each question has just been parsed from JSON, as it would be where
 * it comes from outside: strings of its own, that lie in the processor's cache while most of the graph does not.
 */
export function timeEach<Q, A>(questions: readonly Q[], call: (question: Q) => A): Timed<A> {
  const overhead = clockCost();
  const times = new Float64Array(questions.length);
  const answers: A[] = [];
  for (const [i, text] of questions.map((question) => JSON.stringify(question)).entries()) {
    const question: Q = JSON.parse(text);
    const started = performance.now();
    const answer = call(question);
    times[i] = Math.max(0, (performance.now() - started) * 1000 - overhead);
    answers.push(answer);
  }
  return { times, answers };
}

/** The percentile of the times. */
export function percentile(times: Float64Array, part: number): number {
  const sorted = times.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function clockCost(): number {
  const costs = new Float64Array(CLOCK_READINGS);
  for (let i = 0; i < CLOCK_READINGS; i++) {
    const started = performance.now();
    costs[i] = (performance.now() - started) * 1000;
  }
  return percentile(costs, 0.5);
}
