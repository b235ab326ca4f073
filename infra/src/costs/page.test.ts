import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rateOf, SMALL, TYPICAL, usageOf } from "./months.ts";
import { filled } from "./page.ts";
import { measured } from "./usage.ts";

const PAGE = readFileSync(new URL("../../../docs/costs.md", import.meta.url), "utf8");

describe("docs/costs.md", () => {
  it("says what prices and usage say; else run `node infra/src/costs/main.ts`", () => {
    expect(filled(PAGE, measured())).toBe(PAGE);
  });

  it("would be found to say another price, another count, or another sum", () => {
    for (const figure of [/\$0\.30 per million/, /\d+ to \d+/, /\$\d+\.\d\d(?= \|\n\n<!-- end)/, /50,000,000/]) {
      expect(PAGE).toMatch(figure);
      const wrong = PAGE.replace(figure, "$$0.31");
      expect(filled(wrong, measured())).not.toBe(wrong);
    }
  });

  it("changes with what was measured", () => {
    const operations = new Map(measured());
    const login = operations.get("login");
    if (login === undefined) throw new Error("Nobody has measured a login.");
    operations.set("login", { ...login, row: { ...login.row, databaseRowsWritten: 14 } });
    expect(filled(PAGE, operations)).not.toBe(PAGE);
  });

  it("is refused with a section too few or too many, or without what was measured", () => {
    expect(() => filled(PAGE.replace("<!-- costs: free -->", ""), measured())).toThrow("lacks: free");
    expect(() => filled(PAGE.replace("costs: free", "costs: favours"), measured())).toThrow('"favours"');
    expect(() => filled(PAGE, new Map())).toThrow('Nobody has measured "');
  });
});

describe("a month", () => {
  it("has its calls spread over tenants and seconds", () => {
    expect(rateOf({ ...SMALL, tenants: 2, calls: { login: 2_592_000, refresh: 2_592_000 } })).toBe(1);
  });

  it("uses what its calls use, the scheduled work, and its letters", () => {
    const usage = usageOf({ ...TYPICAL, calls: { login: 1000 } }, measured());
    expect(usage).toMatchObject({ requests: 1000 + 8640, letters: TYPICAL.letters });
  });

  it("uses less without what counting takes, but for what the calls do themselves", () => {
    const [whole, without] = [usageOf(TYPICAL, measured()), usageOf(TYPICAL, measured(), Number.POSITIVE_INFINITY)];
    expect(without.requests).toBe(whole.requests);
    expect(without.databaseRowsWritten).toBeLessThan(whole.databaseRowsWritten ?? 0);
  });
});
