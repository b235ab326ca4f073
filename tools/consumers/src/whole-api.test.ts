import { expect, it } from "vitest";
import { readProcedures, wholeApiProgram } from "./whole-api.ts";

it("calls each procedure with its input and output types", () => {
  expect(
    wholeApiProgram([
      { path: "authz.check", type: "query", input: {}, output: {} },
      { path: "auth.me", type: "query", input: null, output: {} },
      { path: "tenants.get", type: "query", input: null, output: { $ref: "#/$defs/Tenant" } },
    ]),
  ).toBe(`import { type CheckRequest, type CheckResponse, type GetMeResponse, type Tenant, createClient } from "@cf-auth/client";
const client = createClient({ url: "https://auth.example.com" });
declare const request0: CheckRequest;
export const response0: CheckResponse = await client.authz.check(request0);
export const response1: GetMeResponse = await client.auth.me();
export const response2: Tenant = await client.tenants.get();
`);
});

it("finds procedures", () => {
  expect(readProcedures().map(({ path }) => path)).toEqual(expect.arrayContaining(["authz.check", "users.list"]));
});
