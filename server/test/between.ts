import { expect } from "vitest";

/** Runs the work, and records when it began and ended in milliseconds since 1970. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; began: number; ended: number }> {
  const began = Date.now();
  const result = await work();
  return { result, began, ended: Date.now() };
}

/** Expects a time this many seconds after work between `began` and `ended`, rounded to a second or not. */
export function expectAfter(time: Date | number, seconds: number, { began, ended }: { began: number; ended: number }) {
  const at = Number(time) - seconds * 1000;
  expect(at).toBeGreaterThan(began - 1000);
  expect(at).toBeLessThan(ended + 1000);
}
