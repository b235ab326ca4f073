import { describe, expect, it, vi } from "vitest";
import { changedLetter, mailRoom, resetLetter, ServiceDouble, TestClock, withStorage } from "../../test/letters.ts";
import type { MailRoom } from "./email-queue.ts";

const HOUR = 60 * 60;
const MINUTE = 60;

vi.spyOn(console, "error").mockImplementation(() => undefined);

/** What became of the only letter. */
async function fate(room: MailRoom) {
  const [letter] = await room.letters({ limit: 10 });
  return { state: letter?.status, attempts: letter?.attemptCount, error: letter?.lastError };
}

/** Runs the room each time that something is due, for so long; answers after how many seconds each was. */
async function runFor(room: MailRoom, clock: TestClock, seconds: number): Promise<number[]> {
  const start = clock.time;
  const times: number[] = [];
  for (let due = room.due(); due !== undefined && due <= start + seconds * 1000; due = room.due()) {
    clock.time = Math.max(clock.time, due);
    times.push((clock.time - start) / 1000);
    await room.run();
  }
  return times;
}

describe("a letter", () => {
  it("is tried again until it is taken, ever more slowly, and then no more", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble("later", "later", "later");
      const room = mailRoom(sql, service, clock);
      await room.post(resetLetter("a"));
      expect(await runFor(room, clock, 3 * HOUR)).toEqual([0, 5, 25, 105]);
      expect(await fate(room)).toEqual({ state: "sent", attempts: 4, error: null });
      expect(service.given).toHaveLength(4);
      expect(new Set(service.given.map((message) => JSON.stringify(message))).size).toBe(1);
    });
  });

  it("that the service will not take is not tried again", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble("refused");
      const room = mailRoom(sql, service, clock);
      await room.post(resetLetter("a"));
      expect(await runFor(room, clock, 24 * HOUR)).toEqual([0]);
      expect(await fate(room)).toEqual({ state: "refused", attempts: 1, error: "E_REFUSED" });
    });
  });

  it.each([
    ["a link to reset a password, which is good for half an hour", resetLetter("a"), 30 * MINUTE, 6],
    ["a notice", changedLetter("a"), 24 * HOUR, 12],
  ])("is given up when it is not worth sending any more: %s", async (_, letter, worth, attempts) => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble(...Array<"later">(100).fill("later"));
      const room = mailRoom(sql, service, clock);
      await room.post(letter);
      const times = await runFor(room, clock, 7 * 24 * HOUR);
      expect(times.at(-1)).toBeLessThanOrEqual(worth);
      expect(await fate(room)).toEqual({ state: "expired", attempts, error: "E_LATER" });
      expect(service.given).toHaveLength(attempts);
    });
  });

  it("that waits for long, since nobody rang, is not sent after its time", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble();
      const room = mailRoom(sql, service, clock);
      await room.post(resetLetter("a"));
      clock.advance(31 * MINUTE);
      await room.run();
      expect(await fate(room)).toMatchObject({ state: "expired", attempts: 0 });
      expect(service.given).toEqual([]);
    });
  });

  it("of which the service does not say whether it took it is sent once more, and then left", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble("unknown", "later", "unknown", "unknown");
      const room = mailRoom(sql, service, clock);
      await room.post(resetLetter("a"));
      await runFor(room, clock, HOUR);
      expect(await fate(room)).toEqual({ state: "uncertain", attempts: 3, error: "E_UNKNOWN" });
      expect(service.given).toHaveLength(3);
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
      const room = mailRoom(sql, new ServiceDouble(), clock, { prepare });
      await room.post(resetLetter("a"));
      await room.run();
      expect(await fate(room)).toEqual({ state: "waiting", attempts: 1, error: "internal_error" });
      expect(JSON.parse(log.mock.calls[0]?.[0])).toEqual({
        level: "error",
        message: "A letter was not sent.",
        tenantId: "ten_test",
        letter: expect.stringMatching(/^eml_/),
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
  /** Sends the letter that is due, and dies before the service has answered. */
  function die(room: MailRoom) {
    void room.run();
  }

  it("sends the letter once more when it is back, and not before it can be sure that nobody else does", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble("hangs");
      const first = mailRoom(sql, service, clock);
      await first.post(resetLetter("a"));
      die(first);
      await expect.poll(() => service.given).toHaveLength(1);
      const second = mailRoom(sql, service, clock);
      await second.run();
      expect(await fate(second)).toMatchObject({ state: "sending", attempts: 1 });
      expect(await runFor(second, clock, HOUR)).toEqual([120]);
      expect(await fate(second)).toMatchObject({ state: "sent", attempts: 2 });
      expect(service.given.map(({ id }) => id)).toEqual(Array(2).fill(service.given[0]?.id));
    });
  });

  it("does not send it a third time, however often it dies", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble("hangs", "hangs", "hangs");
      await mailRoom(sql, service, clock).post(resetLetter("a"));
      for (let life = 1; life <= 2; life++) {
        die(mailRoom(sql, service, clock));
        await expect.poll(() => service.given).toHaveLength(life);
        clock.advance(121);
      }
      const last = mailRoom(sql, service, clock);
      await runFor(last, clock, 24 * HOUR);
      expect(await fate(last)).toMatchObject({ state: "uncertain", attempts: 2 });
      expect(service.given).toHaveLength(2);
    });
  });
});

describe("many letters", () => {
  it("go out six at a time, each once, however many ask for it", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      let under = 0;
      let most = 0;
      const given: string[] = [];
      const room = mailRoom(
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
      for (let i = 0; i < 50; i++) await room.post(resetLetter(`key ${i}`, `${i}@example.com`));
      await Promise.all([room.run(), room.run(), room.received({ limit: 1 })]);
      expect(given.sort()).toEqual(Array.from({ length: 50 }, (_, i) => `${i}@example.com`).sort());
      expect(most).toBe(6);
      expect(room.due()).toBeGreaterThan(clock.time);
    });
  });

  it("do not keep each other: what fails waits, the others go", async () => {
    await withStorage(async (sql) => {
      const clock = new TestClock();
      const service = new ServiceDouble("later", "refused");
      const room = mailRoom(sql, service, clock);
      for (const key of ["a", "b", "c"]) await room.post(resetLetter(key));
      await room.run();
      const letters = await room.letters({ limit: 10 });
      expect(letters.map(({ idempotencyKey, status }) => [idempotencyKey, status])).toEqual([
        ["c", "sent"],
        ["b", "refused"],
        ["a", "waiting"],
      ]);
    });
  });
});
