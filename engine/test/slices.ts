import type { Meter } from "../src/work/meter.ts";
import type { Steps } from "../src/work/steps.ts";

/** Does work slice by slice, each of so many units; `between` is called after each. How many pauses there were. */
export function inSlices<T>(meter: Meter, steps: Steps<T>, slice: number, between: () => void = () => undefined) {
  for (let pauses = 0; ; pauses++) {
    meter.resume(slice);
    const { done, value } = steps.next();
    if (done === true) return { value, pauses };
    between();
  }
}
