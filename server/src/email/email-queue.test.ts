import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { emailQueue, FakeEmailService, LINK, resetEmail, TestClock, withStorage } from "../../test/email-queue.ts";
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

it("an object from before it was kept whom an email is for keeps its emails, and sends them", async () => {
  await withStorage(async (sql) => {
    const clock = new TestClock();
    const service = new FakeEmailService();
    emailQueue(sql, service, clock);
    sql.exec("DROP INDEX outbox_user");
    sql.exec("ALTER TABLE outbox DROP COLUMN user_id");
    // As a Worker of the release before posts it, to an object of this one.
    const { userId: _, ...old } = resetEmail("reset 1");
    const queue = emailQueue(sql, service, clock);
    await queue.enqueue(old as never);
    const { kind, key, to } = old;
    await emailQueue(sql, service, clock).enqueue({ ...resetEmail("reset 2"), to });
    await queue.run();
    expect(service.received).toHaveLength(2);
    expect(await queue.emails({ limit: 10 })).toMatchObject([
      { idempotencyKey: "reset 2" },
      { kind, idempotencyKey: key, status: "sent" },
    ]);
    expect(await queue.emails({ userId: "usr_anne", limit: 10 })).toMatchObject([{ idempotencyKey: "reset 2" }]);
  });
});

describe("posting", () => {
  it("the same email fifty times at once leaves one, which is sent once", async () => {
    const { object } = await tenantWithObject();
    await Promise.all(Array.from({ length: 50 }, () => object.enqueue(resetEmail("reset 1"))));
    expect(await object.receivedEmails({ limit: 100 })).toHaveLength(1);
    expect(await object.emails({ limit: 100 })).toMatchObject([
      { idempotencyKey: "reset 1", status: "sent", attemptCount: 1 },
    ]);
  });

  it("the same email again does nothing, with the object evicted in between and the email long sent", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await object.receivedEmails({ limit: 1 });
    await evictDurableObject(object);
    await object.enqueue({ ...resetEmail("reset 1"), to: "bob@example.com" });
    expect(await object.receivedEmails({ limit: 100 })).toMatchObject([{ to: "anne@example.com" }]);
  });

  it("is for good before it returns: an object that is evicted at once sends it when its alarm rings", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await evictDurableObject(object);
    await runDurableObjectAlarm(object);
    await expect.poll(async () => await object.emails({ limit: 1 })).toMatchObject([{ status: "sent" }]);
  });

  it("to nobody leaves nothing, and does not keep an email of that key from somebody later", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await object.enqueueDecoy(resetEmail("reset 1"));
    await object.enqueueDecoy(resetEmail("reset 2"));
    expect(await object.emails({ limit: 100 })).toMatchObject([{ idempotencyKey: "reset 1" }]);
    await object.enqueue(resetEmail("reset 2"));
    expect(await object.receivedEmails({ limit: 100 })).toHaveLength(2);
  });

  it("rings by itself", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await expect.poll(async () => await object.emails({ limit: 1 })).toMatchObject([{ status: "sent" }]);
  });
});

describe("an object that is killed between sending and noting it", () => {
  it("knows when it is back that the email may be out, and sends it once more", async () => {
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
      const queue = emailQueue(state.storage.sql, killer, clock);
      await queue.enqueue(resetEmail("a"));
      await queue.run();
    });
    await expect(killed).rejects.toThrow("killed by the test");
    expect(given).toHaveLength(1);

    await runInDurableObject(env.TENANT_STATE.getByName("killed"), async (_, state) => {
      const service = new FakeEmailService();
      const queue = emailQueue(state.storage.sql, service, clock);
      expect(await queue.emails({ limit: 1 })).toMatchObject([{ status: "sending", attemptCount: 1 }]);
      clock.advance(121);
      await queue.run();
      expect(await queue.emails({ limit: 1 })).toMatchObject([{ status: "sent", attemptCount: 2 }]);
      expect(service.received.map(({ id }) => id)).toEqual(given);
    });
  });
});

describe("what an email brings", () => {
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
      const queue = emailQueue(sql, new FakeEmailService("later"), clock);
      await queue.enqueue(resetEmail("a"));
      expect(dump(sql)).not.toContain("hunter2");
      expect(sql.exec("SELECT sealed FROM outbox").one().sealed).toMatch(/^v1\./);
      await queue.run();
      expect(sql.exec("SELECT sealed FROM outbox").one().sealed).toMatch(/^v1\./);
      clock.advance(6);
      await queue.run();
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
      const queue = emailQueue(sql, leaky, clock);
      await queue.enqueue(resetEmail("a"));
      await queue.run();
      sql.exec("UPDATE outbox SET due_at = 0, sealed = 'v9.x.y'");
      await queue.run();
      expect(await queue.emails({ limit: 1 })).toMatchObject([{ status: "refused", lastError: "unreadable" }]);
    });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|anne@/);
  });

  it("opens in its own place only", async () => {
    await withStorage(async (sql) => {
      const service = new FakeEmailService();
      const queue = emailQueue(sql, service, new TestClock());
      await queue.enqueue(resetEmail("a", "eve@example.com"));
      await queue.enqueue(resetEmail("b"));
      sql.exec("UPDATE outbox SET sealed = (SELECT sealed FROM outbox WHERE key = 'b') WHERE key = 'a'");
      await queue.run();
      expect(service.received.map(({ to }) => to)).toEqual(["anne@example.com"]);
    });
  });
});

it("forgets emails, and their keys, thirty days after it was done with them", async () => {
  await withStorage(async (sql) => {
    const clock = new TestClock();
    const queue = emailQueue(sql, new FakeEmailService(), clock);
    expect(queue.due()).toBeUndefined();
    await queue.enqueue(resetEmail("a"));
    await queue.run();
    clock.advance(30 * DAY - 1);
    await queue.run();
    await queue.enqueue(resetEmail("a"));
    expect(await queue.emails({ limit: 10 })).toHaveLength(1);
    expect(queue.due()).toBe(clock.time + 1000);
    clock.advance(1);
    await queue.run();
    expect(await queue.emails({ limit: 10 })).toEqual([]);
    expect(queue.due()).toBeUndefined();
  });
});

it("keeps the emails of a test tenant in its mailbox, with all that they bring", async () => {
  const { tenant, object } = await tenantWithObject();
  await env.DB.prepare("UPDATE tenants SET environment = 'test' WHERE id = ?").bind(tenant.id).run();
  await object.enqueue(resetEmail("a"));
  await object.enqueue(resetEmail("b", "Bob@example.com"));
  expect(await object.receivedEmails({ to: "bob@EXAMPLE.com", limit: 10 })).toMatchObject([
    {
      kind: "reset_password",
      to: "Bob@example.com",
      values: { link: LINK },
      subject: `Reset your ${tenant.name} password`,
      text: expect.stringContaining(LINK),
      html: expect.stringContaining(`<a href="${LINK}"`),
    },
  ]);
  expect(await object.receivedEmails({ kind: "invitation", limit: 10 })).toEqual([]);
});
