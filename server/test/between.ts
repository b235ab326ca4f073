import { expect } from "vitest";

/** Runs the work, and returns its start and end in milliseconds since 1970. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; began: number; ended: number }> {
  const began = Date.now();
  const result = await work();
  return { result, began, ended: Date.now() };
}

/** Expects a time to be `seconds` after work that ran between `began` and `ended`, give or take a second. */
export function expectAfter(time: Date | number, seconds: number, { began, ended }: { began: number; ended: number }) {
  const at = Number(time) - seconds * 1000;
  expect(at).toBeGreaterThan(began - 1000);
  expect(at).toBeLessThan(ended + 1000);
}
