import { beforeAll, beforeEach, expect, it } from "vitest";
import { type Key, KeyHost, newKey, sign, verifierOf } from "../../test/issuer.ts";
import { errorOf } from "../../test/refused.ts";
import type { Verifier } from "./verifier.ts";

// The token says: `pwd` an hour ago, `otp` a minute ago.
let key: Key;
let token: string;
beforeAll(async () => {
  key = await newKey();
  token = await sign(key);
});

let verifier: Verifier;
let advance: (seconds: number) => void;
beforeEach(() => {
  ({ verifier, advance } = verifierOf(new KeyHost(key)));
});

it.each([
  {},
  { requireFactor: "pwd" },
  { requireFactor: ["pwd", "otp"] },
  { requireFactor: [] },
  { maxFactorAgeSeconds: 60 },
  { requireFactor: "otp", maxFactorAgeSeconds: 60 },
  { requireFactor: ["pwd", "otp"], maxFactorAgeSeconds: 3600 },
])("accepts %j", async (required) => {
  expect((await verifier.verify(token, required)).userId).toBe("usr_anne");
});

it.each([
  [{ requireFactor: "hwk" }, ["hwk"]],
  [{ requireFactor: ["pwd", "hwk", "sms"] }, ["hwk", "sms"]],
  [{ requireFactor: "toString" }, ["toString"]],
  [{ requireFactor: "hwk", maxFactorAgeSeconds: 1 }, ["hwk"]],
])("requires additional factors for %j", async (required, missing) => {
  const error = await errorOf(verifier.verify(token, required));
  expect(error).toMatchObject({ code: "factor_required", retryable: false, details: { missing } });
  expect(error.action).toContain("details.missing");
});

it.each([
  [{ maxFactorAgeSeconds: 30 }, ["pwd", "otp"]],
  [{ requireFactor: "pwd", maxFactorAgeSeconds: 300 }, ["pwd"]],
  [{ requireFactor: ["pwd", "otp"], maxFactorAgeSeconds: 300 }, ["pwd"]],
  [{ maxFactorAgeSeconds: 0 }, ["pwd", "otp"]],
  [{ maxFactorAgeSeconds: Number.NaN }, ["pwd", "otp"]],
])("requires a newer factor for %j", async (required, missing) => {
  const error = await errorOf(verifier.verify(token, required));
  expect(error).toMatchObject({ code: "reauthentication_required", retryable: false, details: { missing } });
  expect(error.details.maxFactorAgeSeconds).toBe(required.maxFactorAgeSeconds);
  expect(error.action).toContain("Sign in again");
});

it("measures a factor's age in seconds, with clock tolerance", async () => {
  advance(5);
  await verifier.verify(token, { maxFactorAgeSeconds: 60 });
  advance(1);
  expect((await errorOf(verifier.verify(token, { maxFactorAgeSeconds: 60 }))).code).toBe("reauthentication_required");
});

it("treats a token without factors as having none", async () => {
  const bare = await sign(key, { factors: undefined, auth_time: 0 });
  expect((await verifier.verify(bare)).factors).toEqual({});
  expect((await errorOf(verifier.verify(bare, { requireFactor: "pwd" }))).code).toBe("factor_required");
  expect((await errorOf(verifier.verify(bare, { maxFactorAgeSeconds: 300 }))).code).toBe("reauthentication_required");
});
