import { describe, expect, it } from "vitest";
import { LOG_BYTES, measured, operationsOf, usageAt } from "./usage.ts";

const line = (name: string, value: unknown) => JSON.stringify({ name, value });
const LINES = [
  line("login: took: cpu", 35),
  line("login: took: wall", 90),
  line("login: took: bytes", 1000),
  line("login: in a row: requests", 1),
  line("login: in a row: objectRowsRead", 20),
  line("login: call: requests", 1),
  line("login: call: objectRowsRead", 24),
  line("login: flush: objectRequests", 1),
  line("login: rollUp: databaseRowsWritten", 14),
];

describe("measurements", () => {
  const login = operationsOf(`${LINES.join("\n")}\n`).get("login");
  if (login === undefined) throw new Error("The measurements have no login.");
  const at = (callsPerSecond: number) => usageAt(login, callsPerSecond);

  it("attribute to a call in a row its own usage, its log and its stored rows", () => {
    expect(at(Number.POSITIVE_INFINITY)).toMatchObject({ requests: 1, cpu: 35, objectRowsRead: 20 });
    expect(at(Number.POSITIVE_INFINITY).databaseStored).toBeCloseTo(1e-6, 12);
    expect(at(Number.POSITIVE_INFINITY).logIngested).toBeCloseTo(LOG_BYTES / 1e9, 15);
    expect(at(Number.POSITIVE_INFINITY).objectRequests ?? 0).toBe(0);
    expect(login.wall).toBe(90);
  });

  it("add waking up, flushing and rolling up to a call alone", () => {
    expect(at(0)).toMatchObject({ objectRowsRead: 24, objectRequests: 1, databaseRowsWritten: 14, requests: 1 });
    expect(at(0).objectDuration).toBeCloseTo(0.00128, 10);
  });

  it("share flushing and rolling up between calls at the same time", () => {
    // At four calls a second, 8 more calls share a flush, and 240 more a roll-up, which most often is an alarm.
    expect(at(4).objectRequests).toBeCloseTo(1 / 9 + 240 / 241 / 241, 10);
    expect(at(4).databaseRowsWritten).toBeCloseTo(14 / 241, 10);
  });

  it("are rejected if they aren't the benchmark's output, or have no price", () => {
    expect(() => operationsOf("login")).toThrow();
    expect(() => operationsOf(line("login: requests", 1))).toThrow("Not a line of the benchmark");
    expect(() => operationsOf(line("login: in a row: requests", null))).toThrow("Not a line of the benchmark");
    expect(() => operationsOf(line("login: in a row: favours", 1))).toThrow("no price for favours");
  });

  it("exist for every operation on the page", () => {
    const counts = [...measured()].map(([name, operation]) => [name, usageAt(operation, 0).requests]);
    expect(counts).toEqual(counts.map(([name]) => [name, 1]));
    expect(counts.length).toBeGreaterThanOrEqual(9);
  });
});
