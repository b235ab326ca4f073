import { expect, it } from "vitest";
import { runInSlices } from "./slices.ts";

function* work(...steps: number[]): Generator<number, string> {
  for (const step of steps) yield step;
  return "done";
}

it.each([
  [[], 0],
  [[1, 2, 3], 0],
  [[4, 5], 0],
  [[5, 5], 1],
  [[10], 1],
  [[10, 10, 10], 3],
  [[1_000_000, 1], 1],
  [Array<number>(100).fill(1), 10],
])("pauses after every 10 steps: %j", async (steps, pauses) => {
  let count = 0;
  const result = await runInSlices(work(...steps), 10, async () => {
    count++;
  });
  expect([result, count]).toEqual(["done", pauses]);
});

it("returns or throws the result of the work", async () => {
  // biome-ignore lint/correctness/useYield: it throws before its first yield.
  function* failing(): Generator<number, string> {
    throw new Error("no");
  }
  await expect(runInSlices(failing(), 10, async () => {})).rejects.toThrow("no");
});
