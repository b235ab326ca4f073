import { describe, expect, it } from "vitest";
import { NOW, record, request, times } from "../../test/monitoring/records.ts";
import { evaluate } from "./evaluate.ts";
import { is } from "./filter.ts";
import { counting, type Monitor } from "./monitor.ts";

const failed = counting({
  name: "failed",
  summary: "",
  severity: "ticket",
  where: is("outcome", "busy"),
  windowMinutes: 10,
  threshold: 2,
});

function aggregated(aggregation: Monitor["aggregation"], records: Parameters<typeof evaluate>[1]): number {
  return evaluate({ ...failed, where: is("message", "Request."), aggregation }, records, NOW).value;
}

describe("the window", () => {
  it("includes its end and excludes its start and the future", () => {
    const at = (minutesAgo: number) => evaluate(failed, [record({ outcome: "busy" }, minutesAgo)], NOW).value;
    expect([at(0), at(9.99), at(10), at(-0.01)]).toEqual([1, 1, 0, 0]);
  });
});

describe("the threshold", () => {
  it("is reached, exceeded or undercut, as the comparison says", () => {
    const two = times(2, record({ outcome: "busy" }));
    const firing = (comparison: Monitor["comparison"], records = two) =>
      evaluate({ ...failed, comparison }, records, NOW).isFiring;
    expect([firing("atLeast"), firing("above"), firing("below")]).toEqual([true, false, false]);
    expect([firing("above", [...two, ...two]), firing("below", [])]).toEqual([true, true]);
  });
});

describe("values", () => {
  it("of a share are 0 below the required number of bad records", () => {
    const records = [...times(2, request({ outcome: "busy" })), ...times(2, request())];
    const share = (minBad: number) => aggregated({ kind: "share", bad: is("outcome", "busy"), minBad }, records);
    expect([share(2), share(3)]).toEqual([0.5, 0]);
    expect(aggregated({ kind: "share", bad: is("outcome", "busy"), minBad: 0 }, [])).toBe(0);
  });

  it("of a percentile are taken by nearest rank, and are 0 for too few records", () => {
    const records = [10, 20, 30, 40].map((durationMs) => request({ durationMs }));
    const percentile = (rank: number, minCount = 1) =>
      aggregated({ kind: "percentile", percentile: rank, minCount }, records);
    expect([percentile(50), percentile(75), percentile(95), percentile(95, 5)]).toEqual([20, 30, 40, 0]);
  });

  it("of a burn rate are those of the window that burns less", () => {
    const aggregation = {
      kind: "burnRate",
      bad: is("outcome", "busy"),
      budget: 0.1,
      shortWindowMinutes: 2,
      minBad: 1,
    } as const;
    const before = [...times(1, request({ outcome: "busy" }, 5)), ...times(1, request({}, 5))];
    const now = [...times(1, request({ outcome: "busy" })), ...times(1, request())];
    expect(aggregated(aggregation, [...before, ...now])).toBeCloseTo(5);
    expect(aggregated(aggregation, [...before, request()])).toBe(0);
    expect(aggregated(aggregation, [...times(8, request({}, 5)), ...now])).toBeCloseTo(1);
  });
});
