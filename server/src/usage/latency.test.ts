import * as fc from "fast-check";
import { expect, it } from "vitest";
import { boundOf, bucketOf, percentile } from "./latency.ts";

it("never underestimates a percentile, and overestimates it by at most 41 %", () => {
  const times = fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.95, 0.99), (all, share) => {
      const buckets = new Map<number, number>();
      for (const time of all) buckets.set(bucketOf(time), (buckets.get(bucketOf(time)) ?? 0) + 1);
      const exact = [...all].sort((a, b) => a - b)[Math.ceil(all.length * share) - 1] ?? 0;
      const found = percentile(buckets, share) ?? 0;
      expect(found).toBeGreaterThanOrEqual(exact * 0.999_999);
      expect(found).toBeLessThanOrEqual(exact * 1.415 + 0.1);
    }),
  );
});

it("rounds a percentile up to a tenth of a millisecond", () => {
  const of = (bucket: number) => percentile(new Map([[bucket, 1]]), 0.5);
  expect([0, 1, 2, 3, 4, 5, 6, 31, 32].map(of)).toEqual([1, 1.5, 2, 2.9, 4, 5.7, 8, 46_341, 65_536]);
});

it("has buckets below 1 millisecond and above 1 minute, and returns null without calls", () => {
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(1e9)).toBe(32);
  expect(boundOf(32)).toBeCloseTo(65_536);
  expect(percentile(new Map(), 0.5)).toBeNull();
});
