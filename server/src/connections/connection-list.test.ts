import { afterEach, expect, it, vi } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { ConnectionList } from "./connection-list.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A list with its own clock, and its notifications. */
function listOn(sql: SqlStorage) {
  const world = { now: 1000, failing: false, notified: [] as string[] };
  const list = new ConnectionList(
    sql,
    () => world.now,
    async ({ tenantId, stream }, ids, at) => {
      if (world.failing) throw new Error("The owner is unreachable.");
      world.notified.push(`${tenantId} ${stream} ${ids} ${at}`);
    },
  );
  return { list, world };
}

it("notifies the owners of ended connections, and no others", async () => {
  await withStorage(async (sql) => {
    const { list, world } = listOn(sql);
    list.register({ ids: ["ses_1", "usr_1"], tenantId: "ten_1", stream: "events", ttlMs: 500 });
    list.register({ ids: ["ses_2", "usr_1"], tenantId: "ten_2", stream: "changes", ttlMs: 500 });
    await list.cutOff(["ses_1", "ses_9"], 0);
    expect(world.notified.splice(0)).toEqual(["ten_1 events ses_1 1000"]);
    await list.cutOff(["usr_1"], 100);
    expect(world.notified.splice(0).sort()).toEqual(["ten_1 events usr_1 1100", "ten_2 changes usr_1 1100"]);
    await list.cutOffAll();
    expect(world.notified).toContain("ten_2 changes ses_2 1000");
  });
});

it("notifies an unreachable owner later, even after a restart, and keeps that end for new connections", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await withStorage(async (sql) => {
    const { list, world } = listOn(sql);
    list.register({ ids: ["key_1"], tenantId: "ten_1", stream: "changes", ttlMs: 60_000 });
    world.failing = true;
    await list.cutOff(["key_1"], 0);
    list.register({ ids: ["key_1"], tenantId: "ten_1", stream: "changes", ttlMs: 60_000 });
    const after = listOn(sql);
    expect(after.list.due()).toBe(6000);
    after.world.now = 6000;
    await after.list.run();
    expect(after.world.notified).toEqual(["ten_1 changes key_1 1000"]);
    await after.list.run();
    expect([after.list.due(), after.world.notified.length]).toEqual([undefined, 1]);
  });
});

it("removes connections that ended by themselves", async () => {
  await withStorage(async (sql) => {
    const { list, world } = listOn(sql);
    list.register({ ids: ["key_1"], tenantId: "ten_1", stream: "events", ttlMs: 500 });
    list.register({ ids: ["key_1"], tenantId: "ten_1", stream: "events", ttlMs: 900 });
    expect(list.due()).toBe(1900);
    world.now = 1900;
    await list.run();
    await list.cutOff(["key_1"], 0);
    expect([list.due(), world.notified]).toEqual([undefined, []]);
  });
});
