import { describe, expect, it } from "vitest";
import { firstAllowance, listLines, monthLines, sum, total, type Usage } from "./bill.ts";

const MILLION = 1_000_000;
const month = (usage: Usage) => total(monthLines(usage));

describe("a bill", () => {
  // The examples of the providers' pages, listed in prices.ts.
  it.each<[string, number, Usage]>([
    ["Workers, 1", 3, { requests: 15 * MILLION, cpu: 7 * 15 * MILLION }],
    ["Workers, 4", 40.4, { requests: 100 * MILLION, cpu: 7 * 100 * MILLION }],
    ["Durable Objects, 1", 0.15, { objectRequests: 1.5 * MILLION, objectDuration: MILLION * 0.128 }],
    ["Durable Objects, 4", 15.65, { objectRequests: 21_610_000, objectDuration: 4_320_000 * 0.128 }],
    ["R2, storage", 14.85, { fileStored: 1000, fileWrites: 1000, fileReads: MILLION }],
    ["R2, assets", 104.4, { fileStored: 10, fileWrites: 100_000, fileReads: 300 * MILLION }],
    ["Observability", 7.05, { logIngested: 75, logStored: 20 }],
  ])("matches the provider's example: %s", (_, dollars, usage) => {
    expect(month(usage)).toBeCloseTo(dollars, 10);
  });

  it("rounds up only where the provider does", () => {
    expect(month({ fileWrites: MILLION + 1 })).toBe(4.5);
    expect(month({ kvWrites: MILLION + 1 })).toBeCloseTo(0.000005, 10);
  });

  it("costs nothing within the included allowance, and list prices add up all units", () => {
    const usage = { requests: 10 * MILLION, objectRequests: MILLION };
    expect(month(usage)).toBe(0);
    expect(total(listLines(usage))).toBeCloseTo(3.15, 10);
  });

  it("has no line for an unused meter, and rejects an invalid number", () => {
    expect(listLines({ requests: 1, cpu: 0 }).map(({ meter }) => meter)).toEqual(["requests"]);
    for (const requests of [-1, Number.NaN]) expect(() => month({ requests })).toThrow("requests to the Worker");
  });
});

describe("usage", () => {
  it("adds up with multipliers", () => {
    expect(sum([2, { requests: 1, cpu: 3 }], [0.5, { cpu: 4 }])).toEqual({ requests: 2, cpu: 8 });
  });

  it("finds the allowance that is used up first", () => {
    const usage = { requests: 1, databaseRowsWritten: 35 };
    expect(firstAllowance(usage, ({ included }) => included)).toEqual({
      times: 50e6 / 35,
      meter: "databaseRowsWritten",
    });
    expect(firstAllowance({}, ({ included }) => included)).toEqual({ times: Number.POSITIVE_INFINITY });
    expect(firstAllowance({ cpu: 1 }, ({ free }) => free).times).toBe(Number.POSITIVE_INFINITY);
  });
});
