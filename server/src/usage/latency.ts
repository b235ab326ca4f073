/**
 * Latencies are counted in buckets from 1 millisecond to 1 minute, whose bounds grow by the square root of 2. A percentile
 * is at most 41 % too high, and buckets of several tenants can be added.
 */
const GROWTH = Math.SQRT2;
export const LAST_BUCKET = 32;

/** Bucket of a latency. */
export function bucketOf(milliseconds: number): number {
  if (milliseconds <= 1) return 0;
  return Math.min(Math.ceil(Math.log(milliseconds) / Math.log(GROWTH)), LAST_BUCKET);
}

/** Upper bound of a bucket in milliseconds. */
export function boundOf(bucket: number): number {
  return GROWTH ** bucket;
}

/** Percentile of the latencies in milliseconds, rounded up to a tenth; `share` is from 0 to 1. Null without calls. */
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

/** Rounds up to a tenth. The subtrahend absorbs floating-point errors of whole bounds. */
function roundedUp(milliseconds: number): number {
  return Math.ceil(milliseconds * 10 - 1e-6) / 10;
}
