import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rateOf, SMALL, TYPICAL, usageOf } from "./months.ts";
import { renderPage } from "./page.ts";
import { measured } from "./usage.ts";

const PAGE = readFileSync(new URL("../../../docs/costs.md", import.meta.url), "utf8");

describe("docs/costs.md", () => {
  it("has the figures of prices.ts and measured.jsonl; otherwise run `node infra/src/costs/main.ts`", () => {
    expect(renderPage(PAGE, measured())).toBe(PAGE);
  });

  it("differs from a page with another price, count or total", () => {
    for (const figure of [/\$0\.30 per million/, /\d+ to \d+/, /\$\d+\.\d\d(?= \|\n\n<!-- end)/, /50,000,000/]) {
      expect(PAGE).toMatch(figure);
      const wrong = PAGE.replace(figure, "$$0.31");
      expect(renderPage(wrong, measured())).not.toBe(wrong);
    }
  });

  it("changes with the measurements", () => {
    const operations = new Map(measured());
    const login = operations.get("login");
    if (login === undefined) throw new Error("measured.jsonl has no login.");
    const { databaseRowsWritten = 0 } = login.inARow;
    const more = { ...login.inARow, databaseRowsWritten: databaseRowsWritten + 1 };
    operations.set("login", { ...login, inARow: more });
    expect(renderPage(PAGE, operations)).not.toBe(PAGE);
  });

  it("is rejected with a missing or unknown section, or without measurements", () => {
    expect(() => renderPage(PAGE.replace("<!-- costs: free -->", ""), measured())).toThrow("lacks: free");
    expect(() => renderPage(PAGE.replace("costs: free", "costs: favours"), measured())).toThrow('"favours"');
    expect(() => renderPage(PAGE, new Map())).toThrow('measured.jsonl has no "');
  });
});

describe("a month", () => {
  it("spreads its calls over tenants and seconds", () => {
    expect(rateOf({ ...SMALL, tenants: 2, calls: { login: 2_592_000, refresh: 2_592_000 } })).toBe(1);
  });

  it("uses what its calls, the scheduled work and its emails use", () => {
    const usage = usageOf({ ...TYPICAL, calls: { login: 1000 } }, measured());
    expect(usage).toMatchObject({ requests: 1000 + 8640, emails: TYPICAL.emails });
  });

  it("uses less without counting, but as many requests", () => {
    const [whole, without] = [usageOf(TYPICAL, measured()), usageOf(TYPICAL, measured(), Number.POSITIVE_INFINITY)];
    expect(without.requests).toBe(whole.requests);
    expect(without.databaseRowsWritten).toBeLessThan(whole.databaseRowsWritten ?? 0);
  });
});
