import { expect, it } from "vitest";
import { AppError, retryAfter } from "./app-error.ts";

it("says how long to wait, for whoever has to wait longest", () => {
  const waits = [1, 60, 7].map((retryAfterSeconds) => new AppError("rate_limited", { retryAfterSeconds }));
  expect(retryAfter([new AppError("forbidden"), ...waits])).toEqual({ "retry-after": "60" });
});

it("says nothing where waiting does not help", () => {
  expect(retryAfter([])).toEqual({});
  expect(retryAfter([new AppError("too_many_attempts", { retryAfterSeconds: null })])).toEqual({});
});
