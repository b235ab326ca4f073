import { COST, type Meter } from "../work/meter.ts";
import { inPasses, type Steps } from "../work/steps.ts";

export type Numbers = Uint32Array<ArrayBuffer>;

/** The same with room for twice as many, and for a few at least. The old array is not to be used again. */
export function doubled(array: Numbers): Numbers {
  return refitted(array, Math.max(array.length * 2, 8));
}

/**
 * The same with another length, and zeros where there was nothing. The old array is not to be used again: its memory
 * is taken over, or given back at once instead of waiting for the garbage collector, which lets much of it pile up.
 */
export function refitted(array: Numbers, length: number): Numbers {
  const isWhole = array.byteLength === array.buffer.byteLength;
  return isWhole
    ? new Uint32Array(array.buffer.transfer(4 * length))
    : resized(array, Math.min(array.length, length), length);
}

/** Gives the memory back. The array is not to be used again. */
export function release(array: Numbers): void {
  if (array.byteLength === array.buffer.byteLength) array.buffer.transfer(0);
}

/** The first `length` numbers, in an array with room for `capacity`. */
export function resized(array: Numbers, length: number, capacity: number): Numbers {
  const copy = new Uint32Array(capacity);
  copy.set(array.subarray(0, length));
  return copy;
}

/** The first place in the sorted range whose value is not less than `value`. */
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

/** Turns counts into starts: `counts[i + 1]` becomes the sum of all up to it. Or goes on with it, over a part of them. */
export function accumulate(counts: Numbers, from = 1, to = counts.length): void {
  for (let i = Math.max(from, 1); i < to; i++) counts[i] += counts[i - 1];
}

/** As `accumulate`. */
export function* accumulateInSteps(meter: Meter, counts: Numbers): Steps<void> {
  yield* inPasses(meter, counts.length, COST.number, (from, to) => accumulate(counts, from, to));
}
