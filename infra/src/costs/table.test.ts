import { describe, expect, it } from "vitest";
import { dollars, figure, roughly, table } from "./table.ts";

describe("tables", () => {
  it("have columns of even width, with figures aligned right", () => {
    const text = table(["what", "cost"], [["a login", "$3"]], [1]);
    expect(text).toBe("| what    | cost |\n| ------- | ---: |\n| a login |   $3 |");
  });
});

describe("figures", () => {
  it("show dollars and cents, and more places below ten cents", () => {
    expect([0, 5, 1234.5, 0.1825, 0.001, 0.0154].map(dollars)).toEqual([
      "$0",
      "$5.00",
      "$1,234.50",
      "$0.18",
      "$0.001",
      "$0.015",
    ]);
  });

  it("have three significant digits, or are whole", () => {
    expect([0, 6.6159, 35.4, 249_999.7].map(figure)).toEqual(["0", "6.62", "35.4", "250,000"]);
  });

  it("are rounded to words", () => {
    expect([3000, 143_000, 1_428_571, 25e9, Number.POSITIVE_INFINITY].map(roughly)).toEqual([
      "3,000",
      "140,000",
      "1.4 million",
      "25 billion",
      "any number",
    ]);
  });
});
