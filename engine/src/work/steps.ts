import type { Meter } from "./meter.ts";

/** How many of many are passed through before the meter is looked at. */
const PASS = 8192;

/** Work done in steps: whoever runs it may do something else wherever it yields. */
export type Steps<T> = Generator<void, T, void>;

/** Does all of the work at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Work that is not divided. */
// biome-ignore lint/correctness/useYield: it stands where steps are taken.
export function* inOneStep<T>(work: () => T): Steps<T> {
  return work();
}

/** Passes through as many as `length` in steps, a range of them at a time; each costs so many units. */
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
