import { describe, expect, inject, it } from "vitest";
import { exceededIn, MAX_INSTANTIATIONS, MAX_TRPC_INSTANTIATIONS, measureBudgets } from "./budgets.ts";
import { SUBPATHS } from "./subpaths.ts";
import { instantiationsOf, readProcedures, trpcProgram, wholeApiProgram } from "./whole-api.ts";

const project = inject("project");

it("every subpath is within its budget, minified and compressed", async () => {
  // To compress what has none takes seconds.
  const budgeted = Object.entries(SUBPATHS).filter(([, { budgetKb }]) => budgetKb !== null);
  const measured = await measureBudgets(project, Object.fromEntries(budgeted));
  for (const { subpath, kilobytes } of measured) console.log(`${subpath} ${kilobytes.toFixed(2)} KB`);
  expect(exceededIn(measured)).toEqual([]);
});

it("names a subpath beyond its budget, with both sizes", () => {
  const size = { minified: 40_000, gzip: 12_345, brotli: 11_000 };
  const one = { subpath: ".", above: undefined, size, kilobytes: 12.345 };
  expect(exceededIn([{ ...one, budgetKb: 12 }])).toEqual([". has 12.3 KB, and may have 12"]);
  expect(exceededIn([{ ...one, budgetKb: 12.345 }])).toEqual([]);
  expect(exceededIn([{ ...one, budgetKb: null }])).toEqual([]);
});

describe("the compiler's work for a consumer of the whole API", () => {
  const procedures = readProcedures();

  // The dearest, and the newest, which counts as TypeScript 6 does.
  it.each(["5.7", "7"] as const)("TypeScript %s", async (compiler) => {
    const instantiations = await instantiationsOf(project, compiler, wholeApiProgram(procedures));
    console.log(`${instantiations} instantiations`);
    expect(instantiations).toBeGreaterThan(0);
    expect(instantiations).toBeLessThanOrEqual(MAX_INSTANTIATIONS);
  });

  it("stays within its budget with tRPC's own client, too", async () => {
    const instantiations = await instantiationsOf(project, "5.7", trpcProgram(procedures));
    console.log(`${instantiations} instantiations with CfAuthRouter`);
    expect(instantiations).toBeGreaterThan(MAX_INSTANTIATIONS);
    expect(instantiations).toBeLessThanOrEqual(MAX_TRPC_INSTANTIATIONS);
  });
});
