import { describe, expect, it } from "vitest";
import { TestClock } from "../../test/email-queue.ts";
import {
  deliveryQueue,
  FakeReceiver,
  fill,
  liveEvent,
  queueSetting,
  SECRETS,
  seqs,
  withStorage,
} from "../../test/webhooks.ts";
import { MAX_UNFINISHED } from "./delivery-queue.ts";
import { MAX_RECORDS } from "./delivery-store.ts";

describe("a webhook", () => {
  it("is disabled at once by status 410, and its queued deliveries fail", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, disabled } = queueSetting(sql);
      receiver.reacts("usr_1", 410);
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_1"));
      await queue.run();
      expect(disabled).toEqual(["whk_1 gone"]);
      expect(await queue.deliveries({ limit: 10 })).toMatchObject([{ status: "failed" }, { status: "failed" }]);
    });
  });

  it("gets nothing more once it is deleted or disabled by its owner", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const receiver = new FakeReceiver(clock);
      const { queue, enqueue } = deliveryQueue(sql, receiver, clock, { target: async () => undefined });
      enqueue(liveEvent(1, "usr_1"), liveEvent(2, "usr_1"), liveEvent(3, "usr_2"));
      await queue.run();
      expect(receiver.received).toEqual([]);
      expect((await queue.deliveries({ status: "failed", limit: 10 })).map(({ seq }) => seq)).toEqual([3, 2, 1]);
    });
  });

  it("loses no event that is queued when it was enabled again while the service read that it is disabled", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const receiver = new FakeReceiver(clock);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const targets = [promise];
      const target = async () => await (targets.shift() ?? { url: "https://x.example.com", secrets: SECRETS });
      const { queue, enqueue } = deliveryQueue(sql, receiver, clock, { target });
      enqueue(liveEvent(1, "usr_1"));
      const running = queue.run();
      enqueue(liveEvent(2, "usr_1"));
      resolve(undefined);
      await running;
      await queue.run();
      expect(seqs(receiver, "usr_1")).toEqual([2]);
    });
  });

  it("is disabled when too many deliveries wait, so that none is dropped silently", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, disabled } = queueSetting(sql);
      fill(sql);
      enqueue(liveEvent(MAX_UNFINISHED + 1, "usr_1"));
      await queue.run();
      expect(disabled).toEqual(["whk_1 backlog"]);
      expect(await queue.deliveries({ status: "queued", limit: 10 })).toEqual([]);
    });
  });

  it("is disabled for its backlog although the object was stopped, and a minute after that failed", async () => {
    await withStorage(async (sql) => {
      const { enqueue, receiver, clock } = queueSetting(sql);
      fill(sql);
      enqueue(liveEvent(MAX_UNFINISHED + 1, "usr_1"));
      const failing = deliveryQueue(sql, receiver, clock, {
        disable: async () => await Promise.reject(new Error("D1 is out")),
      });
      await expect(failing.queue.run()).rejects.toThrow("D1 is out");
      expect(failing.queue.due()).toBe(clock.time + 60_000);
      // Events that come meanwhile are for the replay as well.
      failing.enqueue(liveEvent(MAX_UNFINISHED + 2, "usr_2"));
      expect(await failing.queue.deliveries({ status: "waiting", limit: 10 })).toEqual([]);
      const restarted = deliveryQueue(sql, receiver, clock);
      clock.advance(60);
      await restarted.queue.run();
      expect(restarted.disabled).toEqual(["whk_1 backlog"]);
      restarted.enqueue(liveEvent(MAX_UNFINISHED + 3, "usr_3"));
      expect(await restarted.queue.deliveries({ status: "waiting", limit: 10 })).toHaveLength(1);
    });
  });

  it("has the records of its newest deliveries only, removed in batches", async () => {
    await withStorage(async (sql) => {
      const { queue, clock } = queueSetting(sql);
      sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_RECORDS + 1500})
        INSERT INTO webhook_deliveries (id, webhook, event_id, seq, event, object, status, attempts, created_at, finished_at)
        SELECT i, 'whk_1', i, i, 'users.update', 'usr_1', 'delivered', '[]', 0, ${clock.time} + i FROM n`);
      const count = () => sql.exec("SELECT count(*) AS n FROM webhook_deliveries").one().n;
      await queue.run();
      expect(count()).toBe(MAX_RECORDS + 500);
      await queue.run();
      await queue.run();
      expect(count()).toBe(MAX_RECORDS);
    });
  });

  it("receives the events that its filter names, refused ones only on request, and every alert", async () => {
    await withStorage(async (sql) => {
      const { queue } = queueSetting(sql);
      queue.enqueue(
        [
          liveEvent(1, "usr_1", "users.create"),
          liveEvent(2, "usr_2", "usersets.create"),
          liveEvent(3, "usr_3", "auth.login", { outcome: "invalid_credentials" }),
          liveEvent(4, "usr_4", "audit.verify", { outcome: "audit_chain_broken", alert: true }),
          liveEvent(5, "usr_5", "auth.register"),
        ],
        [
          { id: "all", events: [], includeRefused: false },
          { id: "users", events: ["users.", "auth.register"], includeRefused: false },
          { id: "refused", events: ["auth."], includeRefused: true },
        ],
      );
      const of = async (webhookId: string) =>
        (await queue.deliveries({ webhookId, limit: 10 })).map(({ seq }) => seq).reverse();
      expect(await of("all")).toEqual([1, 2, 4, 5]);
      expect(await of("users")).toEqual([1, 5]);
      expect(await of("refused")).toEqual([3, 5]);
    });
  });
});
