/**
 * Times of calls are counted in buckets whose bounds grow by the square root of two, from one millisecond to a minute, so
 * that a percentile is too high by 41 in a hundred at most, and the buckets of many tenants can be added up.
 */
const GROWTH = Math.SQRT2;
const LAST = 32;

/** The bucket that a time falls into. */
export function bucketOf(milliseconds: number): number {
  if (milliseconds <= 1) return 0;
  return Math.min(Math.ceil(Math.log(milliseconds) / Math.log(GROWTH)), LAST);
}

/** The longest time in a bucket, in milliseconds. */
export function boundOf(bucket: number): number {
  return GROWTH ** bucket;
}

/**
 * The time in milliseconds that this share of the calls, 0 to 1, took at most; rounded up to a tenth. Null where there was
 * no call.
 */
export function percentile(buckets: ReadonlyMap<number, number>, share: number): number | null {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let left = total * share;
  for (const [bucket, count] of sorted) {
    left -= count;
    if (left <= 0) return roundedUp(boundOf(bucket));
  }
  return null;
}

/** To a tenth. Powers of the growth that are whole numbers are a little more than those. */
function roundedUp(milliseconds: number): number {
  return Math.ceil(milliseconds * 10 - 1e-6) / 10;
}
