import { expect, it } from "vitest";
import { type AttemptState, nextAttempt } from "./attempts.ts";

const NOW = 1_000_000;

/** Makes attempts one after the other, each as soon as it is allowed; answers how long each had to wait. */
function waits(count: number): number[] {
  let now = NOW;
  let state: AttemptState | undefined;
  return Array.from({ length: count }, () => {
    const decision = nextAttempt(state, now);
    if (decision.allowed) {
      state = decision.state;
      return 0;
    }
    const seconds = decision.retryAfterSeconds ?? Number.POSITIVE_INFINITY;
    if (seconds === Number.POSITIVE_INFINITY) return seconds;
    now += seconds * 1000;
    const again = nextAttempt(state, now);
    if (again.allowed) state = again.state;
    return seconds;
  });
}

it("lets five be free, then doubles the wait up to fifteen minutes, and stops at a hundred", () => {
  const seconds = waits(102);
  expect(seconds.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(seconds.slice(5, 10)).toEqual([1, 2, 4, 8, 16]);
  expect(Math.max(...seconds.slice(0, 100))).toBe(900);
  expect(seconds.slice(100)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

it("counts nothing while it is waiting", () => {
  const state = { failures: 7, blockedUntil: NOW + 2500 };
  expect(nextAttempt(state, NOW)).toEqual({ allowed: false, retryAfterSeconds: 3 });
});
