import { expect, it } from "vitest";
import { backoff } from "./email-worker.ts";

const seconds = (attempts: number, random: number) => backoff(attempts, () => random) / 1000;

it("grows fourfold up to 4 hours, with a jitter of 25%", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 20].map((attempts) => seconds(attempts, 0.5))).toEqual([
    5, 20, 80, 320, 1280, 5120, 14_400, 14_400, 14_400,
  ]);
  expect([seconds(1, 0), seconds(1, 1)]).toEqual([3.75, 6.25]);
});
