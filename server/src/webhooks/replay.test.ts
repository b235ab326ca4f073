import { describe, expect, it } from "vitest";
import { fill, liveEvent, queueSetting, runFor, seqs, withStorage } from "../../test/webhooks.ts";
import { EventLog } from "../events/event-log.ts";

describe("a replay", () => {
  it("is refused where the deliveries would be too many, and queues nothing", async () => {
    await withStorage(async (sql) => {
      const { queue, clock, disabled } = queueSetting(sql);
      const log = new EventLog(sql, clock.now);
      const event = {
        ...{ id: "evt_1", tenantId: "ten_test", event: "users.update", actor: "key_1", subject: "usr_1" },
      };
      const rest = { outcome: "ok", details: null, ip: "", requestId: "req", at: new Date(clock.time) };
      log.append([{ seq: 1, event: { ...event, ...rest } }]);
      fill(sql);
      const range = { id: "whk_1", events: [], includeRefused: false, after: 0, from: 0, to: clock.time };
      expect(await queue.replay(range)).toMatchObject({ ok: false, code: "webhook_backlog_full" });
      await queue.run();
      expect(disabled).toEqual([]);
    });
  });

  it("sends the events of a time range, after those that wait, and none twice that still wait", async () => {
    await withStorage(async (sql) => {
      const { queue, enqueue, receiver, clock } = queueSetting(sql);
      const log = new EventLog(sql, clock.now);
      const at = (seq: number) => new Date(clock.time + seq * 1000);
      const event = (seq: number) => ({
        ...{ id: `evt_${seq}`, tenantId: "ten_test", event: "users.update", actor: "key_1", subject: "usr_1" },
        ...{ outcome: "ok", details: null, ip: "", requestId: "req", at: at(seq) },
      });
      log.append([1, 2, 3, 4, 5].map((seq) => ({ seq, event: event(seq) })));
      receiver.reacts("usr_1", 500);
      enqueue(liveEvent(3, "usr_1"));
      await queue.run();
      const range = { id: "whk_1", events: [], includeRefused: false, after: 0 };
      const page = await queue.replay({ ...range, from: at(2).getTime(), to: at(4).getTime() });
      expect(page).toEqual({ ok: true, value: { queued: 2, next: null, oldestAt: at(1).getTime() } });
      await runFor({ queue, clock }, 60);
      expect(seqs(receiver, "usr_1")).toEqual([3, 3, 2, 4]);
      expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set(["evt_2", "evt_3", "evt_4"]));
    });
  });
});
