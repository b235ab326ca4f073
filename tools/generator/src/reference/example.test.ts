import { appRouter } from "@cf-auth/server/router";
import { expect, it } from "vitest";
import type * as z from "zod";
import { readContract } from "../contract.ts";
import { exampleInput, exampleOf } from "./example.ts";

const { procedures } = readContract();
const flat = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: z.ZodType[] } }>;

it.each(procedures.map(({ path, input }) => ({ path, input })))(
  "the example of $path is an input that it takes",
  ({ path, input }) => {
    if (input === null || path === "authz.verifyProof") return;
    for (const schema of flat[path]?._def.inputs ?? []) {
      expect(schema.safeParse(exampleInput(path, input)).error?.issues ?? []).toEqual([]);
    }
  },
);

it("is a formatted call, on one line if it fits", () => {
  const examples = Object.fromEntries(procedures.map((procedure) => [procedure.path, exampleOf(procedure)]));
  expect(examples["auth.me"]).toBe("await cfauth.auth.me();");
  expect(examples["users.list"]).toBe("await cfauth.users.list();");
  expect(examples["authz.check"]).toBe(
    'await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });',
  );
  expect(examples["apiKeys.rotate"]).toContain('id: "key_');
  expect(examples["users.ban"]).toContain('id: "usr_');
});
