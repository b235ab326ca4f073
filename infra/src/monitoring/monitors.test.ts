import { describe, expect, it } from "vitest";
import { queryApl } from "../../test/monitoring/apl.ts";
import { CASES } from "../../test/monitoring/cases.ts";
import { NOW } from "../../test/monitoring/records.ts";
import { aplOf } from "./apl.ts";
import { evaluate } from "./evaluate.ts";
import { MONITORS } from "./monitors.ts";

const SOURCE = { dataset: "cf-auth-logs-production", worker: "cf-auth-production" };

describe("monitors", () => {
  it("have unique names, and a case each", () => {
    const names = MONITORS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(CASES).sort()).toEqual(names.toSorted());
  });

  it("are evaluated at least once in the window that ends an alert", () => {
    const late = MONITORS.filter(({ aggregation, windowMinutes, intervalMinutes }) => {
      const shortest = aggregation.kind === "burnRate" ? aggregation.shortWindowMinutes : windowMinutes;
      return intervalMinutes > shortest;
    });
    expect(late.map(({ name }) => name)).toEqual([]);
  });

  it("have the queries that were reviewed", async () => {
    const queries = MONITORS.map((monitor) => `// ${monitor.name}\n${aplOf(monitor, SOURCE)}\n`);
    await expect(queries.join("\n")).toMatchFileSnapshot("../../test/monitoring/queries.apl");
  });
});

describe.each(MONITORS)("$name", (monitor) => {
  const { fires = [], silent = [] } = CASES[monitor.name] ?? {};
  const query = aplOf(monitor, SOURCE);

  it("fires at its fault, in the interpreter and by its query", () => {
    const verdict = evaluate(monitor, fires, NOW);
    expect(verdict.isFiring).toBe(true);
    expect(queryApl(query, { ...SOURCE, records: fires, now: NOW, monitor })).toBeCloseTo(verdict.value, 9);
  });

  it("stays silent at similar records, in the interpreter and by its query", () => {
    expect(silent.length).toBeGreaterThan(0);
    for (const records of silent) {
      const verdict = evaluate(monitor, records, NOW);
      expect(verdict.isFiring).toBe(false);
      expect(queryApl(query, { ...SOURCE, records, now: NOW, monitor })).toBeCloseTo(verdict.value, 9);
    }
  });
});
