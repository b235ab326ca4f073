import { expect, it } from "vitest";
import contract from "../generated/contract.json" with { type: "json" };
import { listProcedures } from "./procedure-list.ts";

it("says of each procedure of the contract, and of no other, whether it reads and whether it takes input", () => {
  const contracted = contract.procedures.map(({ path, type, input }) => ({ path, type, takesInput: input !== null }));
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  expect(listProcedures().sort(byPath)).toEqual(contracted);
});
