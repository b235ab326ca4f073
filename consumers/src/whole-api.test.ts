import { expect, it } from "vitest";
import { readProcedures, wholeApiProgram } from "./whole-api.ts";

it("calls each procedure, with what it takes and for what it gives", () => {
  expect(
    wholeApiProgram([
      { path: "authz.check", type: "query", input: {} },
      { path: "auth.me", type: "query", input: null },
    ]),
  ).toBe(`import { type AuthzCheckInput, type AuthzCheckOutput, type AuthMeOutput, createClient } from "@cf-auth/client";
const client = createClient({ url: "https://auth.example.com" });
declare const input0: AuthzCheckInput;
export const answer0: AuthzCheckOutput = await client.authz.check(input0);
export const answer1: AuthMeOutput = await client.auth.me();
`);
});

it("there are procedures", () => {
  expect(readProcedures().map(({ path }) => path)).toEqual(expect.arrayContaining(["authz.check", "users.list"]));
});
