import { COST, type Meter } from "./meter.ts";
import type { Steps } from "./steps.ts";

/** Numbers that are sorted in one step. */
const RUN = 4096;

/** Sorts the numbers in place, in steps: sorts runs, then merges them in pairs. */
export function* sortInSteps(
  meter: Meter,
  numbers: Uint32Array<ArrayBuffer>,
  compare: (a: number, b: number) => number,
): Steps<void> {
  const { length } = numbers;
  for (let start = 0; start < length; start += RUN) {
    meter.work += Math.min(RUN, length - start) * COST.query;
    numbers.subarray(start, start + RUN).sort(compare);
    if (meter.isDue) yield;
  }
  let from = numbers;
  let to = length > RUN ? new Uint32Array(length) : numbers;
  for (let size = RUN; size < length; size *= 2) {
    for (let start = 0; start < length; start += 2 * size) yield* merge(meter, from, to, start, size, compare);
    [from, to] = [to, from];
  }
  if (from !== numbers) numbers.set(from);
}

/** Merges two adjacent runs of at most `size` numbers. */
function* merge(
  meter: Meter,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  size: number,
  compare: (a: number, b: number) => number,
): Steps<void> {
  const middle = Math.min(start + size, from.length);
  const end = Math.min(start + 2 * size, from.length);
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const isLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
    to[at] = isLeft ? from[left++] : from[right++];
    meter.work += COST.row;
    if (meter.isDue) yield;
  }
}
