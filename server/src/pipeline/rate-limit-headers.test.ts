import { expect, it } from "vitest";
import { showLimits } from "./exact-limits.ts";

const minute = (remaining: number) => ({ calls: 10, perSeconds: 60, remaining, resetAfterSeconds: 59 });

it("names each limit, and what is left of it", () => {
  const answer = new Headers();
  showLimits(answer, [minute(3), { calls: 500, perSeconds: 86_400, remaining: 499, resetAfterSeconds: 80_000 }]);
  expect(Object.fromEntries(answer)).toEqual({
    "ratelimit-policy": '"per-60s";q=10;w=60, "per-86400s";q=500;w=86400',
    ratelimit: '"per-60s";r=3;t=59, "per-86400s";r=499;t=80000',
  });
});

it("of a batch, tells of the call that leaves least, in whatever order they come", () => {
  const answer = new Headers();
  for (const remaining of [5, 3, 4]) showLimits(answer, [minute(remaining)]);
  expect(answer.get("ratelimit")).toBe('"per-60s";r=3;t=59');
});
