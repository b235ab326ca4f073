import type { Meter } from "./meter.ts";

/** Items that are processed before the meter is read. */
const PASS = 8192;

/** Work done in steps. The runner may do something else at every yield. */
export type Steps<T> = Generator<void, T, void>;

/** Runs all steps without a pause. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Wraps work that doesn't pause. */
// biome-ignore lint/correctness/useYield: the caller expects steps.
export function* inOneStep<T>(work: () => T): Steps<T> {
  return work();
}

/** Processes `length` items in steps, a range at a time, at `cost` units each. */
export function* inPasses(
  meter: Meter,
  length: number,
  cost: number,
  pass: (from: number, to: number) => void,
): Steps<void> {
  for (let from = 0; from < length; from += PASS) {
    const to = Math.min(from + PASS, length);
    pass(from, to);
    meter.work += (to - from) * cost;
    if (meter.isDue) yield;
  }
}
