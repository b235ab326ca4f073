import { describe, expect, it } from "vitest";
import { timeText } from "./time-text.ts";

const TIME = new Date("2026-11-03T21:05:59.999Z");

describe("a time for people", () => {
  it("is in their language and names UTC", () => {
    expect(timeText(TIME, "en")).toBe("November 3, 2026 at 9:05 PM UTC");
    expect(timeText(TIME, "de")).toBe("3. November 2026 um 21:05 UTC");
  });

  it("is shorter in lists", () => {
    expect(timeText(TIME, "en", "medium")).toBe("Nov 3, 2026, 9:05 PM UTC");
    expect(timeText(TIME, "de", "medium")).toBe("03.11.2026, 21:05 UTC");
  });
});
