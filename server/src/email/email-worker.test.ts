import { describe, expect, it, vi } from "vitest";
import {
  emailQueue,
  FakeEmailService,
  passwordChangedEmail,
  resetEmail,
  TestClock,
  withStorage,
} from "../../test/email-queue.ts";
import type { EmailQueue } from "./email-queue.ts";

const HOUR = 60 * 60;
const MINUTE = 60;

vi.spyOn(console, "error").mockImplementation(() => undefined);

/** Delivery status of the only email. */
async function deliveryOf(queue: EmailQueue) {
  const [email] = await queue.emails({ limit: 10 });
  return { state: email?.status, attempts: email?.attemptCount, error: email?.lastError };
}

/** Runs the queue whenever an email is due, for this many seconds. Returns the seconds after which each run began. */
async function runFor(queue: EmailQueue, clock: TestClock, seconds: number): Promise<number[]> {
  const start = clock.time;
  const times: number[] = [];
  for (let due = queue.due(); due !== undefined && due <= start + seconds * 1000; due = queue.due()) {
    clock.time = Math.max(clock.time, due);
    times.push((clock.time - start) / 1000);
    await queue.run();
  }
  return times;
}

describe("an email", () => {
  it("is retried with growing delays until the service accepts it", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("later", "later", "later");
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      expect(await runFor(queue, clock, 3 * HOUR)).toEqual([0, 5, 25, 105]);
      expect(await deliveryOf(queue)).toEqual({ state: "sent", attempts: 4, error: null });
      expect(service.received).toHaveLength(4);
      expect(new Set(service.received.map((message) => JSON.stringify(message))).size).toBe(1);
    });
  });

  it("is not retried after the service rejected it", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("refused");
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      expect(await runFor(queue, clock, 24 * HOUR)).toEqual([0]);
      expect(await deliveryOf(queue)).toEqual({ state: "refused", attempts: 1, error: "E_REFUSED" });
    });
  });

  it.each([
    ["a password reset link, after 30 minutes", resetEmail("a"), 30 * MINUTE, 6],
    ["a notification, after 24 hours", passwordChangedEmail("a"), 24 * HOUR, 12],
  ])("expires at its deadline: %s", async (_, email, deadline, attempts) => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService(...Array<"later">(100).fill("later"));
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(email);
      const times = await runFor(queue, clock, 7 * 24 * HOUR);
      expect(times.at(-1)).toBeLessThanOrEqual(deadline);
      expect(await deliveryOf(queue)).toEqual({ state: "expired", attempts, error: "E_LATER" });
      expect(service.received).toHaveLength(attempts);
    });
  });

  it("is not sent after its deadline if no run came before", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService();
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      clock.advance(31 * MINUTE);
      await queue.run();
      expect(await deliveryOf(queue)).toMatchObject({ state: "expired", attempts: 0 });
      expect(service.received).toEqual([]);
    });
  });

  it("is sent once more if the result is unknown, and then ends as uncertain", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("unknown", "later", "unknown", "unknown");
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      await runFor(queue, clock, HOUR);
      expect(await deliveryOf(queue)).toEqual({ state: "uncertain", attempts: 3, error: "E_UNKNOWN" });
      expect(service.received).toHaveLength(3);
    });
  });

  it("is retried if its message can't be rendered, without logging its content", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      log.mockClear();
      const prepare = async () => {
        throw new Error("no database for hunter2");
      };
      const queue = emailQueue(sql, new FakeEmailService(), clock, { prepare });
      await queue.enqueue(resetEmail("a"));
      await queue.run();
      expect(await deliveryOf(queue)).toEqual({ state: "waiting", attempts: 1, error: "internal_error" });
      expect(JSON.parse(log.mock.calls[0]?.[0])).toEqual({
        level: "error",
        message: "An email was not sent.",
        tenantId: "ten_test",
        id: expect.stringMatching(/^eml_/),
        kind: "reset_password",
        attemptCount: 1,
        failure: "later",
        code: "internal_error",
        error: "Error",
      });
    });
  });
});

describe("an object that is killed between sending an email and recording it", () => {
  /** Starts to send the email that is due, and never sees the response of the service. */
  function killDuringSend(queue: EmailQueue) {
    void queue.run();
  }

  it("sends the email once more, but not before the lease of the first attempt ends", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("hangs");
      const first = emailQueue(sql, service, clock);
      await first.enqueue(resetEmail("a"));
      killDuringSend(first);
      await expect.poll(() => service.received).toHaveLength(1);
      const second = emailQueue(sql, service, clock);
      await second.run();
      expect(await deliveryOf(second)).toMatchObject({ state: "sending", attempts: 1 });
      expect(await runFor(second, clock, HOUR)).toEqual([120]);
      expect(await deliveryOf(second)).toMatchObject({ state: "sent", attempts: 2 });
      expect(service.received.map(({ id }) => id)).toEqual(Array(2).fill(service.received[0]?.id));
    });
  });

  it("never sends it a third time", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("hangs", "hangs", "hangs");
      await emailQueue(sql, service, clock).enqueue(resetEmail("a"));
      for (let life = 1; life <= 2; life++) {
        killDuringSend(emailQueue(sql, service, clock));
        await expect.poll(() => service.received).toHaveLength(life);
        clock.advance(121);
      }
      const last = emailQueue(sql, service, clock);
      await runFor(last, clock, 24 * HOUR);
      expect(await deliveryOf(last)).toMatchObject({ state: "uncertain", attempts: 2 });
      expect(service.received).toHaveLength(2);
    });
  });
});

describe("a queue of many emails", () => {
  it("sends six concurrently and each once, also under concurrent runs", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      let running = 0;
      let max = 0;
      const sent: string[] = [];
      const queue = emailQueue(
        sql,
        {
          async send({ to }) {
            max = Math.max(max, ++running);
            await scheduler.wait(1);
            running--;
            sent.push(to);
          },
        },
        clock,
      );
      for (let i = 0; i < 50; i++) await queue.enqueue(resetEmail(`key ${i}`, `${i}@example.com`));
      await Promise.all([queue.run(), queue.run(), queue.receivedEmails({ limit: 1 })]);
      expect(sent.sort()).toEqual(Array.from({ length: 50 }, (_, i) => `${i}@example.com`).sort());
      expect(max).toBe(6);
      expect(queue.due()).toBeGreaterThan(clock.time);
    });
  });

  it("sends the others while failed ones wait", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("later", "refused");
      const queue = emailQueue(sql, service, clock);
      for (const key of ["a", "b", "c"]) await queue.enqueue(resetEmail(key));
      await queue.run();
      const emails = await queue.emails({ limit: 10 });
      expect(emails.map(({ idempotencyKey, status }) => [idempotencyKey, status])).toEqual([
        ["c", "sent"],
        ["b", "refused"],
        ["a", "waiting"],
      ]);
    });
  });
});
