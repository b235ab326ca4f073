import { describe, expect, it } from "vitest";
import { isOutage } from "./outage.ts";

const caused = (message: string) => new Error("Failed query", { cause: new Error(message) });

describe("an error of the platform", () => {
  it.each([
    "D1_ERROR: Network connection lost.",
    "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
    "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
    "get: We encountered an internal error. Please try again. (10001)",
    "KV GET failed: 503 Service Unavailable",
    "KV PUT failed: 429 Too Many Requests",
  ])("is an outage, alone and as a cause: %s", (message) => {
    expect([isOutage(new Error(message)), isOutage(caused(message))]).toEqual([true, true]);
  });

  it("is an outage where a Durable Object is overloaded or may be called again", () => {
    expect(isOutage(Object.assign(new Error("Durable Object is overloaded."), { overloaded: true }))).toBe(true);
    expect(isOutage(Object.assign(new Error("internal error"), { retryable: true }))).toBe(true);
  });

  it.each([
    "D1_ERROR: UNIQUE constraint failed: users.email: SQLITE_CONSTRAINT",
    "D1_ERROR: no such table: users",
    "put: Object name too long (10020)",
    "KV GET failed: 400 Bad Request",
    "Cannot read properties of undefined",
  ])("isn't an outage: %s", (message) => {
    expect([isOutage(new Error(message)), isOutage(caused(message)), isOutage(message)]).toEqual([false, false, false]);
  });
});
