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

/** Creates a tenant, with its object. */
async function tenantWithObject() {
  const { tenant } = await createTenant(world.admin, `emails-${++tenants}`);
  return { tenant, object: env.TENANT_STATE.getByName(tenant.id) };
}

it("sends and lists an email that names no user, as a Worker of the previous release queues it", async () => {
  await withStorage(async (sql) => {
    const clock = new TestClock();
    const service = new FakeEmailService();
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

describe("enqueue", () => {
  it("sends an email once that is queued 50 times concurrently", async () => {
    const { object } = await tenantWithObject();
    await Promise.all(Array.from({ length: 50 }, () => object.enqueue(resetEmail("reset 1"))));
    expect(await object.receivedEmails({ limit: 100 })).toHaveLength(1);
    expect(await object.emails({ limit: 100 })).toMatchObject([
      { idempotencyKey: "reset 1", status: "sent", attemptCount: 1 },
    ]);
  });

  it("ignores a key that was queued before, also after the email was sent and the object evicted", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await object.receivedEmails({ limit: 1 });
    await evictDurableObject(object);
    await object.enqueue({ ...resetEmail("reset 1"), to: "bob@example.com" });
    expect(await object.receivedEmails({ limit: 100 })).toMatchObject([{ to: "anne@example.com" }]);
  });

  it("stores an email before it returns, so that an evicted object sends it on its alarm", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await evictDurableObject(object);
    await runDurableObjectAlarm(object);
    await expect.poll(async () => await object.emails({ limit: 1 })).toMatchObject([{ status: "sent" }]);
  });

  it("leaves nothing behind for a decoy, not even its key", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await object.enqueueDecoy(resetEmail("reset 1"));
    await object.enqueueDecoy(resetEmail("reset 2"));
    expect(await object.emails({ limit: 100 })).toMatchObject([{ idempotencyKey: "reset 1" }]);
    await object.enqueue(resetEmail("reset 2"));
    expect(await object.receivedEmails({ limit: 100 })).toHaveLength(2);
  });

  it("sends by its own alarm", async () => {
    const { object } = await tenantWithObject();
    await object.enqueue(resetEmail("reset 1"));
    await expect.poll(async () => await object.emails({ limit: 1 })).toMatchObject([{ status: "sent" }]);
  });
});

describe("an object that is killed between sending an email and recording it", () => {
  it("sends the email once more after its restart, with the same id", async () => {
    const object = env.TENANT_STATE.getByName("killed");
    const sent: string[] = [];
    const clock = new TestClock();
    const killed = runInDurableObject(object, async (_, state) => {
      const killer: EmailSender = {
        async send({ id }) {
          sent.push(id);
          // No request leaves an object before its writes are confirmed.
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
    expect(sent).toHaveLength(1);

    await runInDurableObject(env.TENANT_STATE.getByName("killed"), async (_, state) => {
      const service = new FakeEmailService();
      const queue = emailQueue(state.storage.sql, service, clock);
      expect(await queue.emails({ limit: 1 })).toMatchObject([{ status: "sending", attemptCount: 1 }]);
      clock.advance(121);
      await queue.run();
      expect(await queue.emails({ limit: 1 })).toMatchObject([{ status: "sent", attemptCount: 2 }]);
      expect(service.received.map(({ id }) => id)).toEqual(sent);
    });
  });
});

describe("the content of an email", () => {
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const dump = (sql: SqlStorage) => JSON.stringify(sql.exec("SELECT * FROM outbox").toArray());

  it("rule 57: is encrypted until the email is sent, and deleted afterwards", async () => {
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

  it("rule 57: is never logged, whichever step fails", async () => {
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

  it("can be decrypted only under its own key", async () => {
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

it("deletes records and their keys 30 days after the emails finished", async () => {
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

it("stores the emails of a test tenant in its mailbox, with their content", async () => {
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
