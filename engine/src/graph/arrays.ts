export type Numbers = Uint32Array<ArrayBuffer>;

/** A copy with room for twice as many, and for a few at least. */
export function doubled(array: Numbers): Numbers {
  return resized(array, array.length, Math.max(array.length * 2, 8));
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

/** Turns counts into starts: `counts[i + 1]` becomes the sum of all up to it. */
export function accumulate(counts: Numbers): void {
  for (let i = 1; i < counts.length; i++) counts[i] += counts[i - 1];
}
