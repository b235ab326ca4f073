import { expect, it } from "vitest";
import { procedureOrThrow } from "./contract.ts";
import { withDates } from "./dates.ts";

function converted(path: string, input: unknown): unknown {
  const { input: schema } = procedureOrThrow(path);
  return withDates(schema ?? {}, input);
}

const TEXT = "2030-01-31T12:00:00Z";

it("times become dates, also in lists and unions", () => {
  const tuple = { subject: "user:anne", relation: "read", object: "repo:api" };
  expect(converted("authz.write", { writes: [{ ...tuple, expiresAt: TEXT }], reason: TEXT })).toEqual({
    writes: [{ ...tuple, expiresAt: new Date(TEXT) }],
    reason: TEXT,
  });
  expect(converted("apiKeys.rotate", { expiresAt: TEXT })).toEqual({ expiresAt: new Date(TEXT) });
  expect(converted("apiKeys.rotate", { expiresAt: null })).toEqual({ expiresAt: null });
});

it("custom data stays as it is", () => {
  expect(converted("users.create", { metadata: { at: TEXT } })).toEqual({ metadata: { at: TEXT } });
  expect(converted("authz.check", { context: { now: TEXT } })).toEqual({ context: { now: TEXT } });
});

it("an invalid time and an unknown field stay, for the service to report", () => {
  expect(converted("apiKeys.rotate", { expiresAt: "soon", other: TEXT })).toEqual({ expiresAt: "soon", other: TEXT });
});
