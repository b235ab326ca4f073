import { COST, type Meter } from "../work/meter.ts";
import { inPasses, type Steps } from "../work/steps.ts";

export type Numbers = Uint32Array<ArrayBuffer>;

/** Doubles the capacity, to at least 8. Don't use the old array again. */
export function doubled(array: Numbers): Numbers {
  return refitted(array, Math.max(array.length * 2, 8));
}

/**
 * Changes the length and fills with zeros. Don't use the old array again: its memory is reused or freed immediately.
 * Waiting for the garbage collector lets much memory accumulate.
 */
export function refitted(array: Numbers, length: number): Numbers {
  const isWhole = array.byteLength === array.buffer.byteLength;
  return isWhole
    ? new Uint32Array(array.buffer.transfer(4 * length))
    : resized(array, Math.min(array.length, length), length);
}

/** Frees the memory. Don't use the array again. */
export function release(array: Numbers): void {
  if (array.byteLength === array.buffer.byteLength) array.buffer.transfer(0);
}

/** Copies the first `length` numbers into an array of length `capacity`. */
export function resized(array: Numbers, length: number, capacity: number): Numbers {
  const copy = new Uint32Array(capacity);
  copy.set(array.subarray(0, length));
  return copy;
}

/** First index in the sorted range whose value is not less than `value`. */
export function lowerBound(values: Numbers, start: number, end: number, value: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Turns counts into start offsets: `counts[i + 1]` becomes the sum of all up to it. Continues from `from` to `to` if
 * they are passed.
 */
export function accumulate(counts: Numbers, from = 1, to = counts.length): void {
  for (let i = Math.max(from, 1); i < to; i++) counts[i] += counts[i - 1];
}

/** As `accumulate`, in steps. */
export function* accumulateInSteps(meter: Meter, counts: Numbers): Steps<void> {
  yield* inPasses(meter, counts.length, COST.number, (from, to) => accumulate(counts, from, to));
}
