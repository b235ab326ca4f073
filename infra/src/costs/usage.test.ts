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
  line("login: handOver: objectRequests", 1),
  line("login: alarm: databaseRowsWritten", 14),
];

describe("what was measured", () => {
  const login = operationsOf(`${LINES.join("\n")}\n`).get("login");
  if (login === undefined) throw new Error("There is no login in it.");
  const at = (callsPerSecond: number) => usageAt(login, callsPerSecond);

  it("is for a call in a row what the call itself uses, with its log and what it leaves in the database", () => {
    expect(at(Number.POSITIVE_INFINITY)).toMatchObject({ requests: 1, cpu: 35, objectRowsRead: 20 });
    expect(at(Number.POSITIVE_INFINITY).databaseStored).toBeCloseTo(1e-6, 12);
    expect(at(Number.POSITIVE_INFINITY).logIngested).toBeCloseTo(LOG_BYTES / 1e9, 15);
    expect(at(Number.POSITIVE_INFINITY).objectRequests ?? 0).toBe(0);
    expect(login.wall).toBe(90);
  });

  it("is for a lone call also what wakes up and what follows", () => {
    expect(at(0)).toMatchObject({ objectRowsRead: 24, objectRequests: 1, databaseRowsWritten: 14, requests: 1 });
    expect(at(0).objectDuration).toBeCloseTo(0.00128, 10);
  });

  it("is in between shared by those that come at the same time", () => {
    // Four calls a second are one more for each quarter of a second that was begun, and 240 for each minute.
    expect(at(4).objectRequests).toBeCloseTo(1 / 2, 10);
    expect(at(4).databaseRowsWritten).toBeCloseTo(14 / 241, 10);
  });

  it("is refused where it is not what the benchmark prints, or has no price", () => {
    expect(() => operationsOf("login")).toThrow();
    expect(() => operationsOf(line("login: requests", 1))).toThrow("no line of the benchmark");
    expect(() => operationsOf(line("login: in a row: requests", null))).toThrow("no line of the benchmark");
    expect(() => operationsOf(line("login: in a row: favours", 1))).toThrow("no price of favours");
  });

  it("is kept of every call that the page is about", () => {
    const counts = [...measured()].map(([name, operation]) => [name, usageAt(operation, 0).requests]);
    expect(counts).toEqual(counts.map(([name]) => [name, 1]));
    expect(counts.length).toBeGreaterThanOrEqual(9);
  });
});
