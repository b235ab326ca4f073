import { describe, expect, it, onTestFinished } from "vitest";
import { TestClock } from "../../test/email-queue.ts";
import {
  deliveryQueue,
  FakeReceiver,
  liveEvent,
  queueSetting,
  runFor,
  seqs,
  withStorage,
} from "../../test/webhooks.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

describe("a delivery", () => {
  it("arrives once, signed with both secrets, and leaves a record without its body", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_2", "users.create"));
      await queue.run();
      expect(receiver.received).toEqual([
        { id: "evt_1", seq: 1, object: "usr_1", type: "users.update" },
        { id: "evt_2", seq: 2, object: "usr_2", type: "users.create" },
      ]);
      const attempt = { at: clock.time, status: 204, error: null, durationMs: 0 };
      expect(await queue.deliveries({ limit: 10 })).toMatchObject([
        { eventId: "evt_2", status: "delivered", attempts: [attempt], nextAttemptAt: null, finishedAt: clock.time },
        { eventId: "evt_1", status: "delivered", attempts: [attempt] },
      ]);
      expect(sql.exec("SELECT body FROM webhook_deliveries WHERE body IS NOT NULL").toArray()).toEqual([]);
      await runFor({ queue, clock }, 8 * DAY);
      expect(await queue.deliveries({ limit: 10 })).toEqual([]);
      expect(queue.due()).toBeUndefined();
    });
  });

  it("is attempted 11 times within 3 days, then fails, and the webhook is disabled if nothing else succeeded", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock, disabled } = queueSetting(sql);
      receiver.reacts("usr_1", ...Array<500>(20).fill(500));
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_1"));
      await runFor({ queue, clock }, 71 * HOUR);
      expect(disabled).toEqual([]);
      expect(await queue.failingSince(["whk_1"])).toEqual([clock.time - 71 * HOUR * 1000]);
      await runFor({ queue, clock }, HOUR);
      expect(disabled).toEqual(["whk_1 failing"]);
      expect(seqs(receiver, "usr_1")).toEqual(Array(11).fill(1));
      const [second, first] = await queue.deliveries({ limit: 10 });
      expect(first?.attempts.map(({ at }) => (at - (first.attempts[0]?.at ?? 0)) / 1000)).toEqual([
        0, 5, 65, 365, 2165, 9365, 27_365, 63_365, 113_765, 185_765, 259_200,
      ]);
      expect([first?.status, second?.status]).toEqual(["failed", "failed"]);
      expect(await queue.failingSince(["whk_1"])).toEqual([null]);
    });
  });

  it("fails alone, and the webhook stays enabled, if deliveries of other objects succeed meanwhile", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock, disabled } = queueSetting(sql);
      receiver.reacts("usr_1", ...Array<500>(11).fill(500));
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_1"));
      await runFor({ queue, clock }, HOUR);
      enqueue(liveEvent(3, "usr_2"));
      await runFor({ queue, clock }, 3 * DAY);
      expect(disabled).toEqual([]);
      // The next event of the object follows once the first has failed for good.
      expect(seqs(receiver, "usr_1")).toEqual([...Array(11).fill(1), 2]);
      const statuses = (await queue.deliveries({ limit: 10 })).map(({ seq, status }) => `${seq} ${status}`);
      expect(statuses).toEqual(["3 delivered", "2 delivered", "1 failed"]);
    });
  });

  it.each([
    ["a status", 302, { status: 302, error: "http_302" }],
    ["a receiver that never responds", "hangs" as const, { status: null, error: "timeout" }],
    ["a connection that fails", "unreachable" as const, { status: null, error: "unreachable" }],
  ])("is repeated after %s", async (_, reaction, attempt) => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      receiver.reacts("usr_1", reaction);
      enqueue(liveEvent(1, "usr_1"));
      await queue.run();
      expect(await queue.deliveries({ limit: 1 })).toMatchObject([{ status: "waiting", attempts: [attempt] }]);
      await runFor({ queue, clock }, 10);
      expect(await queue.deliveries({ limit: 1 })).toMatchObject([{ status: "delivered", attempts: [attempt, {}] }]);
    });
  });

  it("waits as long as the receiver requests by Retry-After, in seconds or as a date", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      const date = new Date(clock.time + 2 * HOUR * 1000).toUTCString();
      receiver.reacts("usr_1", { status: 429, headers: { "retry-after": "3600" } });
      receiver.reacts("usr_2", { status: 503, headers: { "retry-after": date } });
      receiver.reacts("usr_3", { status: 503, headers: { "retry-after": "next week" } });
      receiver.reacts("usr_4", { status: 503, headers: { "retry-after": "999999999" } });
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_2"), liveEvent(3, "usr_3"), liveEvent(4, "usr_4"));
      await queue.run();
      const waits = (await queue.deliveries({ limit: 10 })).map(
        (one) => ((one.nextAttemptAt ?? 0) - clock.time) / 1000,
      );
      expect(waits).toEqual([DAY, 5, 2 * HOUR, HOUR]);
    });
  });

  it("ends after 80 hours, however long the receiver requests to wait each time", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock, disabled } = queueSetting(sql);
      receiver.reacts("usr_1", ...Array(11).fill({ status: 503, headers: { "retry-after": "86400" } }));
      enqueue(liveEvent(1, "usr_1"));
      await runFor({ queue, clock }, 80 * HOUR);
      expect(seqs(receiver, "usr_1")).toEqual([1, 1, 1, 1]);
      expect(disabled).toEqual(["whk_1 failing"]);
      expect(await queue.deliveries({ limit: 1 })).toMatchObject([{ status: "failed" }]);
    });
  });

  it("is repeated after the object was stopped during an attempt, and the record says so", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      receiver.reacts("usr_1", "hangs");
      receiver.timeout = new Promise(() => undefined);
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_1"));
      void queue.run();
      await expect.poll(() => receiver.received.length).toBe(1);
      // The object starts again, without what was in memory.
      const restarted = deliveryQueue(sql, receiver, clock);
      await restarted.queue.run();
      expect(seqs(receiver, "usr_1")).toEqual([1]);
      await runFor({ queue: restarted.queue, clock }, 5 * 60);
      expect(seqs(receiver, "usr_1")).toEqual([1, 1, 2]);
      const [, first] = await restarted.queue.deliveries({ limit: 10 });
      expect(first?.attempts.map(({ error }) => error)).toEqual(["interrupted", null]);
    });
  });

  it("is repeated after an error of this service, which is reported", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const receiver = new FakeReceiver(clock);
      const { queue, enqueue, reported } = deliveryQueue(sql, receiver, clock, {
        target: async () => await Promise.reject(new Error("D1 is out")),
      });
      enqueue(liveEvent(1, "usr_1"));
      await queue.run();
      expect(reported).toEqual([new Error("D1 is out")]);
      const attempts = [{ status: null, error: "internal_error" }];
      expect(await queue.deliveries({ limit: 1 })).toMatchObject([{ status: "waiting", attempts }]);
    });
  });
});

describe("a test", () => {
  it("fails once and for all after an error of this service, and holds back no event", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const receiver = new FakeReceiver(clock);
      const target = async () => await Promise.reject(new Error("D1 is out"));
      const { queue, reported } = deliveryQueue(sql, receiver, clock, { target });
      const { seq: _, ...event } = liveEvent(0, "whk_1", "webhooks.test");
      const delivery = await queue.sendTest("whk_1", event);
      expect(delivery).toMatchObject({
        status: "failed",
        attempts: [{ error: "internal_error" }],
        nextAttemptAt: null,
      });
      expect(reported).toEqual([new Error("D1 is out")]);
    });
  });
});

describe("the order of deliveries", () => {
  it("holds back later events of the same object only, in random failures of all kinds", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      const objects = ["usr_1", "usr_2", "usr_3", "usr_4", "usr_5"];
      const kinds = [500, 204, "hangs", "unreachable", 204, 429] as const;
      for (const [i, object] of objects.entries()) {
        receiver.reacts(object, ...Array.from({ length: 40 }, (_, n) => kinds[(n * 7 + i * 3) % kinds.length] ?? 204));
      }
      for (let seq = 1; seq <= 100; seq++) enqueue(liveEvent(seq, objects[seq % objects.length] ?? ""));
      await runFor({ queue, clock }, 30 * DAY);
      for (const [i, object] of objects.entries()) {
        const expected = Array.from({ length: 100 }, (_, n) => n + 1).filter((seq) => seq % objects.length === i);
        const order = seqs(receiver, object);
        // At least once, and never before an earlier one.
        expect([...new Set(order)]).toEqual(expected);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    });
  });

  it("lets other objects and other webhooks pass a delivery that fails", async () => {
    await withStorage(async (sql) => {
      const { queue, receiver } = queueSetting(sql);
      receiver.reacts("usr_1", 500);
      const webhooks = ["whk_1", "whk_2"].map((id) => ({ id, events: [], includeRefused: false }));
      queue.enqueue([liveEvent(1, "usr_1"), liveEvent(2, "usr_1"), liveEvent(3, "usr_2")], webhooks);
      await queue.run();
      const statuses = (await queue.deliveries({ limit: 10 })).map(
        (one) => `${one.webhookId} ${one.seq} ${one.status}`,
      );
      expect(statuses.sort()).toEqual([
        ...["whk_1 1 waiting", "whk_1 2 queued", "whk_1 3 delivered"],
        ...["whk_2 1 delivered", "whk_2 2 delivered", "whk_2 3 delivered"],
      ]);
    });
  });

  it("gives a webhook at most three connections, so that one that hangs delays no other", async () => {
    await withStorage(async (sql) => {
      const { queue, receiver, clock } = queueSetting(sql);
      const objects = Array.from({ length: 10 }, (_, i) => `slow_${i}`);
      for (const object of objects) receiver.reacts(object, "hangs");
      const events = objects.map((object, i) => liveEvent(i + 1, object, "users.create"));
      const { promise, resolve: release } = Promise.withResolvers<void>();
      receiver.timeout = promise;
      queue.enqueue(events, [{ id: "whk_1", events: [], includeRefused: false }]);
      queue.enqueue([liveEvent(99, "usr_1")], [{ id: "whk_2", events: [], includeRefused: false }]);
      const running = queue.run();
      await expect.poll(() => receiver.received.map(({ object }) => object)).toContain("usr_1");
      expect(receiver.maxInFlight).toBe(4);
      release();
      await running;
      await runFor({ queue, clock }, 60);
      expect((await queue.deliveries({ limit: 20 })).filter(({ status }) => status === "delivered")).toHaveLength(11);
    });
  });
});

describe("a receiver that hangs", () => {
  const all = (id: string) => ({ id, events: [], includeRefused: false });
  /** Events of new objects, whose deliveries hang. */
  const hanging = (receiver: FakeReceiver, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      receiver.reacts(`slow_${from + i}`, "hangs", "hangs", "hangs");
      return liveEvent(from + i, `slow_${from + i}`);
    });

  /** Makes requests hang until the returned function is called, or the test ends. */
  function hold(receiver: FakeReceiver): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    receiver.timeout = promise;
    onTestFinished(() => resolve());
    return resolve;
  }

  it("rings no alarm while its other deliveries wait for a connection", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      const release = hold(receiver);
      enqueue(...hanging(receiver, 1, 10));
      const running = queue.run();
      await expect.poll(() => receiver.inFlight).toBe(3);
      // The end of the attempts' leases: the object could be stopped meanwhile.
      expect(queue.due()).toBe(clock.time + 2 * 60 * 1000);
      release();
      await running;
      expect(queue.due()).toBe(clock.time + 5 * 1000);
    });
  });

  it("delays no delivery of another webhook that is queued meanwhile, however many that webhook has", async () => {
    await withStorage(async (sql) => {
      const { queue, receiver } = queueSetting(sql);
      const release = hold(receiver);
      queue.enqueue(hanging(receiver, 1, 3), [all("whk_1")]);
      const running = queue.run();
      await expect.poll(() => receiver.inFlight).toBe(3);
      const events = Array.from({ length: 250 }, (_, i) => liveEvent(100 + i, `usr_${i}`));
      queue.enqueue(events, [all("whk_2")]);
      const arrived = () => receiver.received.filter(({ object }) => object.startsWith("usr_")).length;
      for (const count of [97, 197, 250]) {
        await expect.poll(arrived).toBeGreaterThanOrEqual(count);
        await expect.poll(() => receiver.inFlight).toBe(3);
        // The object's alarm.
        void queue.run();
      }
      release();
      await running;
    });
  });

  it("leaves connections to webhooks that don't fail, if several hang and have many deliveries", async () => {
    await withStorage(async (sql) => {
      const { queue, receiver, clock } = queueSetting(sql);
      const releaseFirst = hold(receiver);
      queue.enqueue(hanging(receiver, 1, 50), ["whk_1", "whk_2"].map(all));
      const running = queue.run();
      await expect.poll(() => receiver.inFlight).toBe(6);
      const release = hold(receiver);
      clock.time += 1000;
      queue.enqueue([liveEvent(99, "usr_1")], [all("whk_3")]);
      releaseFirst();
      await expect.poll(() => seqs(receiver, "usr_1")).toEqual([99]);
      await expect.poll(() => receiver.inFlight).toBe(3);
      receiver.reactions.clear();
      release();
      await running;
    });
  });
});
