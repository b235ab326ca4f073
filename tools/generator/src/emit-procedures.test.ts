import { expect, it } from "vitest";
import { listProcedures } from "../../../client-sdk/src/calls/procedure-list.ts";
import { readContract } from "./contract.ts";

it("emits the kind and the input of each procedure in the contract, and of no other", () => {
  const contracted = readContract().procedures.map(({ path, type, input }) => ({
    path,
    type,
    takesInput: input !== null,
  }));
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  expect(listProcedures().sort(byPath)).toEqual(contracted);
});
