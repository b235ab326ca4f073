/** Work done in steps: whoever runs it may do something else wherever it yields. */
export type Steps<T> = Generator<void, T, void>;

/** Does all of the work at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Work that is not divided. */
// biome-ignore lint/correctness/useYield: it stands where steps are taken.
export function* atOnce<T>(work: () => T): Steps<T> {
  return work();
}
