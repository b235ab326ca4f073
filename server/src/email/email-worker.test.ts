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

/** What became of the only email. */
async function fate(queue: EmailQueue) {
  const [email] = await queue.emails({ limit: 10 });
  return { state: email?.status, attempts: email?.attemptCount, error: email?.lastError };
}

/** Runs the queue each time that something is due, for so long; answers after how many seconds each was. */
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
  it("is tried again until it is taken, ever more slowly, and then no more", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("later", "later", "later");
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      expect(await runFor(queue, clock, 3 * HOUR)).toEqual([0, 5, 25, 105]);
      expect(await fate(queue)).toEqual({ state: "sent", attempts: 4, error: null });
      expect(service.received).toHaveLength(4);
      expect(new Set(service.received.map((message) => JSON.stringify(message))).size).toBe(1);
    });
  });

  it("that the service will not take is not tried again", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("refused");
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      expect(await runFor(queue, clock, 24 * HOUR)).toEqual([0]);
      expect(await fate(queue)).toEqual({ state: "refused", attempts: 1, error: "E_REFUSED" });
    });
  });

  it.each([
    ["a link to reset a password, which is good for half an hour", resetEmail("a"), 30 * MINUTE, 6],
    ["a notice", passwordChangedEmail("a"), 24 * HOUR, 12],
  ])("is given up when it is not worth sending any more: %s", async (_, email, worth, attempts) => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService(...Array<"later">(100).fill("later"));
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(email);
      const times = await runFor(queue, clock, 7 * 24 * HOUR);
      expect(times.at(-1)).toBeLessThanOrEqual(worth);
      expect(await fate(queue)).toEqual({ state: "expired", attempts, error: "E_LATER" });
      expect(service.received).toHaveLength(attempts);
    });
  });

  it("that waits for long, since nobody rang, is not sent after its time", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService();
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      clock.advance(31 * MINUTE);
      await queue.run();
      expect(await fate(queue)).toMatchObject({ state: "expired", attempts: 0 });
      expect(service.received).toEqual([]);
    });
  });

  it("of which the service does not say whether it took it is sent once more, and then left", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("unknown", "later", "unknown", "unknown");
      const queue = emailQueue(sql, service, clock);
      await queue.enqueue(resetEmail("a"));
      await runFor(queue, clock, HOUR);
      expect(await fate(queue)).toEqual({ state: "uncertain", attempts: 3, error: "E_UNKNOWN" });
      expect(service.received).toHaveLength(3);
    });
  });

  it("that cannot be made into a message is tried again, and the log says nothing of what it brings", async () => {
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
      expect(await fate(queue)).toEqual({ state: "waiting", attempts: 1, error: "internal_error" });
      expect(JSON.parse(log.mock.calls[0]?.[0])).toEqual({
        level: "error",
        message: "An email was not sent.",
        tenantId: "ten_test",
        email: expect.stringMatching(/^eml_/),
        kind: "reset_password",
        attempts: 1,
        failure: "later",
        code: "internal_error",
        error: "Error",
      });
    });
  });
});

describe("an object that dies between sending and noting it", () => {
  /** Sends the email that is due, and dies before the service has answered. */
  function die(queue: EmailQueue) {
    void queue.run();
  }

  it("sends the email once more when it is back, and not before it can be sure that nobody else does", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("hangs");
      const first = emailQueue(sql, service, clock);
      await first.enqueue(resetEmail("a"));
      die(first);
      await expect.poll(() => service.received).toHaveLength(1);
      const second = emailQueue(sql, service, clock);
      await second.run();
      expect(await fate(second)).toMatchObject({ state: "sending", attempts: 1 });
      expect(await runFor(second, clock, HOUR)).toEqual([120]);
      expect(await fate(second)).toMatchObject({ state: "sent", attempts: 2 });
      expect(service.received.map(({ id }) => id)).toEqual(Array(2).fill(service.received[0]?.id));
    });
  });

  it("does not send it a third time, however often it dies", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new FakeEmailService("hangs", "hangs", "hangs");
      await emailQueue(sql, service, clock).enqueue(resetEmail("a"));
      for (let life = 1; life <= 2; life++) {
        die(emailQueue(sql, service, clock));
        await expect.poll(() => service.received).toHaveLength(life);
        clock.advance(121);
      }
      const last = emailQueue(sql, service, clock);
      await runFor(last, clock, 24 * HOUR);
      expect(await fate(last)).toMatchObject({ state: "uncertain", attempts: 2 });
      expect(service.received).toHaveLength(2);
    });
  });
});

describe("many emails", () => {
  it("go out six at a time, each once, however many ask for it", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      let under = 0;
      let most = 0;
      const given: string[] = [];
      const queue = emailQueue(
        sql,
        {
          async send({ to }) {
            most = Math.max(most, ++under);
            await scheduler.wait(1);
            under--;
            given.push(to);
          },
        },
        clock,
      );
      for (let i = 0; i < 50; i++) await queue.enqueue(resetEmail(`key ${i}`, `${i}@example.com`));
      await Promise.all([queue.run(), queue.run(), queue.receivedEmails({ limit: 1 })]);
      expect(given.sort()).toEqual(Array.from({ length: 50 }, (_, i) => `${i}@example.com`).sort());
      expect(most).toBe(6);
      expect(queue.due()).toBeGreaterThan(clock.time);
    });
  });

  it("do not keep each other: what fails waits, the others go", async () => {
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
