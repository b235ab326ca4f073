import { expect, it } from "vitest";
import { backoffMs, pauseBefore } from "./reconnect.ts";

it("doubles the maximum delay after each failure, up to 30 seconds", () => {
  expect([1, 2, 3, 4, 20].map((failures) => backoffMs(failures, () => 1))).toEqual([500, 1000, 2000, 4000, 30_000]);
  expect(backoffMs(3, () => 0)).toBe(0);
});

it("ends the delay when the signal aborts", async () => {
  await pauseBefore(1, 60_000, AbortSignal.abort());
  await pauseBefore(1, 60_000, AbortSignal.timeout(10));
});
