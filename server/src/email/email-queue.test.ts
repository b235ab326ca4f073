import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { LINK, mailRoom, resetLetter, ServiceDouble, TestClock, withStorage } from "../../test/letters.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import type { EmailSender } from "../ports/email.ts";

const DAY = 24 * 60 * 60;

let world: World;
let tenants = 0;
beforeAll(async () => {
  world = await createWorld();
});

/** A tenant of its own, with its object. */
async function tenantWithObject() {
  const { tenant } = await createTenant(world.admin, `letters-${++tenants}`);
  return { tenant, object: env.TENANT_STATE.getByName(tenant.id) };
}

it("sends and lists an email that names no user, as a Worker of the earlier release enqueues it", async () => {
  await withStorage(async (sql) => {
    const clock = new TestClock();
    const service = new ServiceDouble();
    const { userId: _, ...old } = resetLetter("reset 1");
    const room = mailRoom(sql, service, clock);
    await room.post(old as never);
    const { kind, key, to } = old;
    await mailRoom(sql, service, clock).post({ ...resetLetter("reset 2"), to });
    await room.run();
    expect(service.given).toHaveLength(2);
    expect(await room.letters({ limit: 10 })).toMatchObject([
      { idempotencyKey: "reset 2" },
      { kind, idempotencyKey: key, status: "sent" },
    ]);
    expect(await room.letters({ userId: "usr_anne", limit: 10 })).toMatchObject([{ idempotencyKey: "reset 2" }]);
  });
});

describe("posting", () => {
  it("the same letter fifty times at once leaves one, which is sent once", async () => {
    const { object } = await tenantWithObject();
    await Promise.all(Array.from({ length: 50 }, () => object.post(resetLetter("reset 1"))));
    expect(await object.received({ limit: 100 })).toHaveLength(1);
    expect(await object.letters({ limit: 100 })).toMatchObject([
      { idempotencyKey: "reset 1", status: "sent", attemptCount: 1 },
    ]);
  });

  it("the same letter again does nothing, with the object evicted in between and the letter long sent", async () => {
    const { object } = await tenantWithObject();
    await object.post(resetLetter("reset 1"));
    await object.received({ limit: 1 });
    await evictDurableObject(object);
    await object.post({ ...resetLetter("reset 1"), to: "bob@example.com" });
    expect(await object.received({ limit: 100 })).toMatchObject([{ to: "anne@example.com" }]);
  });

  it("is for good before it returns: an object that is evicted at once sends it when its alarm rings", async () => {
    const { object } = await tenantWithObject();
    await object.post(resetLetter("reset 1"));
    await evictDurableObject(object);
    await runDurableObjectAlarm(object);
    await expect.poll(async () => await object.letters({ limit: 1 })).toMatchObject([{ status: "sent" }]);
  });

  it("to nobody leaves nothing, and does not keep a letter of that key from somebody later", async () => {
    const { object } = await tenantWithObject();
    await object.post(resetLetter("reset 1"));
    await object.postToNobody(resetLetter("reset 1"));
    await object.postToNobody(resetLetter("reset 2"));
    expect(await object.letters({ limit: 100 })).toMatchObject([{ idempotencyKey: "reset 1" }]);
    await object.post(resetLetter("reset 2"));
    expect(await object.received({ limit: 100 })).toHaveLength(2);
  });

  it("rings by itself", async () => {
    const { object } = await tenantWithObject();
    await object.post(resetLetter("reset 1"));
    await expect.poll(async () => await object.letters({ limit: 1 })).toMatchObject([{ status: "sent" }]);
  });
});

describe("an object that is killed between sending and noting it", () => {
  it("knows when it is back that the letter may be out, and sends it once more", async () => {
    const object = env.TENANT_STATE.getByName("killed");
    const given: string[] = [];
    const clock = new TestClock();
    const killed = runInDurableObject(object, async (_, state) => {
      const killer: EmailSender = {
        async send({ id }) {
          given.push(id);
          // No request leaves an object before what it has stored is confirmed.
          await state.storage.sync();
          state.abort("killed by the test");
          await new Promise(() => undefined);
        },
      };
      const room = mailRoom(state.storage.sql, killer, clock);
      await room.post(resetLetter("a"));
      await room.run();
    });
    await expect(killed).rejects.toThrow("killed by the test");
    expect(given).toHaveLength(1);

    await runInDurableObject(env.TENANT_STATE.getByName("killed"), async (_, state) => {
      const service = new ServiceDouble();
      const room = mailRoom(state.storage.sql, service, clock);
      expect(await room.letters({ limit: 1 })).toMatchObject([{ status: "sending", attemptCount: 1 }]);
      clock.advance(121);
      await room.run();
      expect(await room.letters({ limit: 1 })).toMatchObject([{ status: "sent", attemptCount: 2 }]);
      expect(service.given.map(({ id }) => id)).toEqual(given);
    });
  });
});

describe("what a letter brings", () => {
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const dump = (sql: SqlStorage) => JSON.stringify(sql.exec("SELECT * FROM outbox").toArray());

  it("rule 57: lies sealed until it is sent, and nowhere afterwards", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const room = mailRoom(sql, new ServiceDouble("later"), clock);
      await room.post(resetLetter("a"));
      expect(dump(sql)).not.toContain("hunter2");
      expect(sql.exec("SELECT sealed FROM outbox").one().sealed).toMatch(/^v1\./);
      await room.run();
      expect(sql.exec("SELECT sealed FROM outbox").one().sealed).toMatch(/^v1\./);
      clock.advance(6);
      await room.run();
      expect(sql.exec("SELECT state, sealed FROM outbox").one()).toEqual({ state: "sent", sealed: null });
    });
  });

  it("rule 57: is in no line of the log, whatever fails", async () => {
    const lines: unknown[] = [];
    for (const method of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...args) => void lines.push(...args));
    }
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const leaky: EmailSender = {
        async send(message) {
          throw new Error(`cannot send ${JSON.stringify(message)}`);
        },
      };
      const room = mailRoom(sql, leaky, clock);
      await room.post(resetLetter("a"));
      await room.run();
      sql.exec("UPDATE outbox SET due_at = 0, sealed = 'v9.x.y'");
      await room.run();
      expect(await room.letters({ limit: 1 })).toMatchObject([{ status: "refused", lastError: "unreadable" }]);
    });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|anne@/);
  });

  it("opens in its own place only", async () => {
    await withStorage(async (sql) => {
      const service = new ServiceDouble();
      const room = mailRoom(sql, service, new TestClock());
      await room.post(resetLetter("a", "eve@example.com"));
      await room.post(resetLetter("b"));
      sql.exec("UPDATE outbox SET sealed = (SELECT sealed FROM outbox WHERE key = 'b') WHERE key = 'a'");
      await room.run();
      expect(service.given.map(({ to }) => to)).toEqual(["anne@example.com"]);
    });
  });
});

it("forgets letters, and their keys, thirty days after it was done with them", async () => {
  await withStorage(async (sql) => {
    const clock = new TestClock();
    const room = mailRoom(sql, new ServiceDouble(), clock);
    expect(room.due()).toBeUndefined();
    await room.post(resetLetter("a"));
    await room.run();
    clock.advance(30 * DAY - 1);
    await room.run();
    await room.post(resetLetter("a"));
    expect(await room.letters({ limit: 10 })).toHaveLength(1);
    expect(room.due()).toBe(clock.time + 1000);
    clock.advance(1);
    await room.run();
    expect(await room.letters({ limit: 10 })).toEqual([]);
    expect(room.due()).toBeUndefined();
  });
});

it("keeps the letters of a test tenant in its mailbox, with all that they bring", async () => {
  const { tenant, object } = await tenantWithObject();
  await env.DB.prepare("UPDATE tenants SET environment = 'test' WHERE id = ?").bind(tenant.id).run();
  await object.post(resetLetter("a"));
  await object.post(resetLetter("b", "Bob@example.com"));
  expect(await object.received({ to: "bob@EXAMPLE.com", limit: 10 })).toMatchObject([
    {
      kind: "reset_password",
      to: "Bob@example.com",
      values: { link: LINK },
      subject: `Reset your ${tenant.name} password`,
      text: expect.stringContaining(LINK),
      html: expect.stringContaining(`<a href="${LINK}"`),
    },
  ]);
  expect(await object.received({ kind: "invitation", limit: 10 })).toEqual([]);
});
