import { expect, it } from "vitest";
import { AppError, retryAfter } from "./app-error.ts";

it("returns the longest wait of all errors", () => {
  const waits = [1, 60, 7].map((retryAfterSeconds) => new AppError("rate_limited", { retryAfterSeconds }));
  expect(retryAfter([new AppError("forbidden"), ...waits])).toEqual({ "retry-after": "60" });
});

it("returns no header when waiting doesn't help", () => {
  expect(retryAfter([])).toEqual({});
  expect(retryAfter([new AppError("too_many_attempts", { retryAfterSeconds: null })])).toEqual({});
});
