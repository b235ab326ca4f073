import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceAt, refillsAt, useOutcomeOf, windowAt, windowStateOf } from "./key-use-policy.ts";

const at = (text: string) => Date.parse(text);
const START = at("2026-11-24T10:00:00.000Z");
const LIMIT = { calls: 3, perSeconds: 60 };

describe("a window", () => {
  it("starts with the first call and ends to the millisecond", () => {
    const first = windowAt(undefined, LIMIT, START);
    expect(first).toEqual({ startedAt: START, count: 0 });
    const used = { startedAt: START, count: 3 };
    expect(windowAt(used, LIMIT, START + 59_999)).toBe(used);
    expect(windowAt(used, LIMIT, START + 60_000)).toEqual({ startedAt: START + 60_000, count: 0 });
  });

  it("returns the remaining calls and seconds, which are never negative", () => {
    expect(windowStateOf({ startedAt: START, count: 1 }, LIMIT, START)).toEqual({
      ...LIMIT,
      remaining: 2,
      resetAfterSeconds: 60,
    });
    expect(windowStateOf({ startedAt: START, count: 3 }, LIMIT, START + 59_001)).toMatchObject({
      remaining: 0,
      resetAfterSeconds: 1,
    });
    expect(windowStateOf({ startedAt: START, count: 9 }, LIMIT, START)).toMatchObject({ remaining: 0 });
    // An isolate whose clock is behind.
    expect(windowStateOf({ startedAt: START, count: 1 }, LIMIT, START - 5000)).toMatchObject({ resetAfterSeconds: 60 });
  });
});

describe("a quota", () => {
  const day = { amount: 100, every: "day" } as const;
  const month = { amount: 100, every: "month" } as const;

  it.each([
    ["2026-11-24T10:00:00Z", day, "2026-11-24T23:59:59.999Z", 7],
    ["2026-11-24T10:00:00Z", day, "2026-11-25T00:00:00Z", 100],
    ["2026-11-24T10:00:00Z", day, "2027-11-24T10:00:00Z", 100],
    ["2026-11-24T10:00:00Z", month, "2026-11-30T23:59:59.999Z", 7],
    ["2026-11-24T10:00:00Z", month, "2026-12-01T00:00:00Z", 100],
    ["2026-11-24T10:00:00Z", month, "2027-11-24T10:00:00Z", 100],
    ["2026-11-24T10:00:00Z", null, "2036-11-24T10:00:00Z", 7],
    // A clock that is behind refills nothing.
    ["2026-12-01T00:00:00Z", month, "2026-11-30T23:59:59Z", 7],
    ["2026-12-01T00:00:00Z", day, "2026-11-30T23:59:59Z", 7],
  ])("with 7 left at %s and the refill %j has at %s: %i", (then, refill, now, expected) => {
    expect(balanceAt({ remaining: 7, at: at(then) }, refill, at(now))).toBe(expected);
  });

  it.each([
    ["2026-11-24T10:00:00Z", day, "2026-11-25T00:00:00Z"],
    ["2026-11-24T10:00:00Z", month, "2026-12-01T00:00:00Z"],
  ])("keeps 499 units left at %s with a refill to 100 (%j) at %s", (then, refill, now) => {
    expect(balanceAt({ remaining: 499, at: at(then) }, refill, at(now))).toBe(499);
  });

  it("never falls by time, is at least the amount after a refill, and doesn't depend on calls in between", () => {
    const time = fc.integer({ min: at("2020-01-01"), max: at("2040-01-01") });
    const left = fc.integer({ min: 0, max: 1000 });
    const refills = fc.oneof(
      fc.constant(null),
      fc.record({
        amount: fc.integer({ min: 0, max: 1000 }),
        every: fc.constantFrom("day" as const, "month" as const),
      }),
    );
    const property = fc.property(
      left,
      refills,
      fc.array(time, { minLength: 3, maxLength: 3 }),
      (remaining, refill, times) => {
        const [then = 0, between = 0, now = 0] = times.sort((a, b) => a - b);
        const direct = balanceAt({ remaining, at: then }, refill, now);
        const halfway = balanceAt({ remaining, at: then }, refill, between);
        expect(balanceAt({ remaining: halfway, at: between }, refill, now)).toBe(direct);
        expect(direct).toBeGreaterThanOrEqual(halfway);
        const isRefilled =
          refill !== null && now >= (refillsAt({ refill }, then)?.getTime() ?? Number.POSITIVE_INFINITY);
        expect(direct).toBe(isRefilled ? Math.max(remaining, refill.amount) : remaining);
        // A clock that is behind changes nothing.
        expect(balanceAt({ remaining, at: now }, refill, then)).toBe(remaining);
      },
    );
    fc.assert(property, { numRuns: 2000 });
  });

  it("is refilled when the next day or month begins", () => {
    expect(refillsAt({ refill: day }, at("2026-12-31T23:59:59.999Z"))).toEqual(new Date("2027-01-01"));
    expect(refillsAt({ refill: month }, at("2026-12-31T00:00:00Z"))).toEqual(new Date("2027-01-01"));
    expect(refillsAt({ refill: month }, at("2026-11-24T10:00:00Z"))).toEqual(new Date("2026-12-01"));
    expect(refillsAt({ refill: null }, START)).toBeNull();
  });

  it("is refilled only at its refillsAt", () => {
    const time = fc.integer({ min: at("2020-01-01"), max: at("2040-01-01") });
    const property = fc.property(time, fc.constantFrom(day, month), (then, refill) => {
      const next = refillsAt({ refill }, then)?.getTime() ?? 0;
      expect(next).toBeGreaterThan(then);
      expect(balanceAt({ remaining: 7, at: then }, refill, next - 1)).toBe(7);
      expect(balanceAt({ remaining: 7, at: then }, refill, next)).toBe(100);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

it.each<[number[], number | null, number, string]>([
  [[], null, 1, "allowed"],
  [[1, 5], null, 1, "allowed"],
  [[1, 0], null, 1, "rate_limited"],
  [[1], 5, 5, "allowed"],
  [[1], 4, 5, "quota_exceeded"],
  [[1], 0, 0, "allowed"],
  [[0], 0, 1, "rate_limited"],
])("windows with %j calls left and a quota of %s, at a cost of %i: %s", (left, remaining, cost, expected) => {
  expect(
    useOutcomeOf(
      left.map((one) => ({ remaining: one })),
      remaining,
      cost,
    ),
  ).toBe(expected);
});
