import type { Meter } from "../src/work/meter.ts";
import type { Steps } from "../src/work/steps.ts";

/** Runs work in slices of `slice` units, and calls `between` after each. Returns the number of pauses. */
export function inSlices<T>(meter: Meter, steps: Steps<T>, slice: number, between: () => void = () => undefined) {
  for (let pauses = 0; ; pauses++) {
    meter.resume(slice);
    const { done, value } = steps.next();
    if (done === true) return { value, pauses };
    between();
  }
}
