import { expect, it } from "vitest";
import { pagePromise } from "./page.ts";

const PAGES: Record<string, { items: number[]; nextCursor: string | null }> = {
  "": { items: [1, 2], nextCursor: "b" },
  b: { items: [], nextCursor: "c" },
  c: { items: [3], nextCursor: null },
};

function list() {
  const cursors: string[] = [];
  const made = pagePromise(async (cursor = "") => {
    cursors.push(cursor);
    return { ...PAGES[cursor] };
  });
  return { cursors, made };
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}

it("fetches one page when awaited", async () => {
  const { cursors, made } = list();
  expect(await made).toEqual({ items: [1, 2], nextCursor: "b" });
  expect(Object.keys(await made)).toEqual(["items", "nextCursor"]);
  expect(cursors).toEqual([""]);
});

it("fetches each page once, when the loop reaches it", async () => {
  const { cursors, made } = list();
  const seen: unknown[] = [];
  for await (const item of made) seen.push([item, cursors.length]);
  expect(seen).toEqual([
    [1, 1],
    [2, 1],
    [3, 3],
  ]);
  expect(cursors).toEqual(["", "b", "c"]);
});

it("continues after a page in each loop over it", async () => {
  const { cursors, made } = list();
  const page = await made;
  expect([await all(page), await all(page)]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(cursors).toEqual(["", "b", "c", "b", "c"]);
});

it("fetches no more pages after a loop is left", async () => {
  const { cursors, made } = list();
  for await (const _ of made) break;
  expect(cursors).toEqual([""]);
});

it("throws a failure in the code that awaits it", async () => {
  const fails = async (cursor?: string) => {
    if (cursor === undefined) return { ...PAGES[""] };
    throw new Error("gone");
  };
  await expect(all(pagePromise(fails))).rejects.toThrow("gone");
  expect((await pagePromise(fails)).items).toEqual([1, 2]);
});
