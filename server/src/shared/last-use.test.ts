import { expect, it } from "vitest";
import { LastUse } from "./last-use.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-11-05T12:00:00Z");

/** The minutes at which a use is stored, for tokens issued and used at the given minutes. */
async function noted(uses: readonly { session?: string; issued: number; used: number }[], noteUse = async () => {}) {
  const notes: string[] = [];
  const store = {
    noteUse: async (id: string, now: Date) => {
      notes.push(`${id} ${(now.getTime() - START) / MINUTE}`);
      await noteUse();
    },
  };
  const lastUse = new LastUse(store);
  for (const { session = "a", issued, used } of uses) {
    await lastUse.note(session, START + issued * MINUTE, new Date(START + used * MINUTE));
  }
  return notes;
}

it("stores nothing while the token is new, because its refresh was stored", async () => {
  expect(
    await noted([
      { issued: 0, used: 0 },
      { issued: 0, used: 4.9 },
      { issued: 5, used: 9 },
    ]),
  ).toEqual([]);
});

it("stores a use at most every 5 minutes per session", async () => {
  const uses = [5, 6, 9.9, 10, 14].map((used) => ({ issued: 0, used }));
  expect(await noted(uses)).toEqual(["a 5", "a 10"]);
  expect(
    await noted([
      { issued: 0, used: 6 },
      { session: "b", issued: 0, used: 6 },
    ]),
  ).toEqual(["a 6", "b 6"]);
});

it("doesn't fail the call when the write fails", async () => {
  const failing = async () => Promise.reject(new Error("The database is away."));
  expect(await noted([{ issued: 0, used: 6 }], failing)).toEqual(["a 6"]);
});
