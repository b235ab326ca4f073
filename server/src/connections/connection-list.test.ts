import { afterEach, expect, it, vi } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { ConnectionList } from "./connection-list.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A list on a clock of its own, and what it has told. */
function listOn(sql: SqlStorage) {
  const world = { now: 1000, failing: false, told: [] as string[] };
  const list = new ConnectionList(
    sql,
    () => world.now,
    async ({ tenantId, stream }, ids, at) => {
      if (world.failing) throw new Error("It cannot be reached.");
      world.told.push(`${tenantId} ${stream} ${ids} ${at}`);
    },
  );
  return { list, world };
}

it("tells each place where something lies open with what is ended, and no other", async () => {
  await withStorage(async (sql) => {
    const { list, world } = listOn(sql);
    list.note({ ids: ["ses_1", "usr_1"], tenantId: "ten_1", stream: "events", forMs: 500 });
    list.note({ ids: ["ses_2", "usr_1"], tenantId: "ten_2", stream: "changes", forMs: 500 });
    await list.cutOff(["ses_1", "ses_9"], 0);
    expect(world.told.splice(0)).toEqual(["ten_1 events ses_1 1000"]);
    await list.cutOff(["usr_1"], 100);
    expect(world.told.splice(0).sort()).toEqual(["ten_1 events usr_1 1100", "ten_2 changes usr_1 1100"]);
    await list.cutOffAll();
    expect(world.told).toContain("ten_2 changes ses_2 1000");
  });
});

it("tells a place later that cannot be reached, though the object dies meanwhile, and what is opened by then keeps that end", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await withStorage(async (sql) => {
    const { list, world } = listOn(sql);
    list.note({ ids: ["key_1"], tenantId: "ten_1", stream: "changes", forMs: 60_000 });
    world.failing = true;
    await list.cutOff(["key_1"], 0);
    list.note({ ids: ["key_1"], tenantId: "ten_1", stream: "changes", forMs: 60_000 });
    const after = listOn(sql);
    expect(after.list.due()).toBe(6000);
    after.world.now = 6000;
    await after.list.run();
    expect(after.world.told).toEqual(["ten_1 changes key_1 1000"]);
    await after.list.run();
    expect([after.list.due(), after.world.told.length]).toEqual([undefined, 1]);
  });
});

it("forgets what has come to its end by itself", async () => {
  await withStorage(async (sql) => {
    const { list, world } = listOn(sql);
    list.note({ ids: ["key_1"], tenantId: "ten_1", stream: "events", forMs: 500 });
    list.note({ ids: ["key_1"], tenantId: "ten_1", stream: "events", forMs: 900 });
    expect(list.due()).toBe(1900);
    world.now = 1900;
    await list.run();
    await list.cutOff(["key_1"], 0);
    expect([list.due(), world.told]).toEqual([undefined, []]);
  });
});
