import { describe, expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import type { AuditEvent } from "../audit/store.ts";
import type { FeedSocket } from "../connections/sockets.ts";
import { EventFeed, type Message, WINDOW } from "./event-feed.ts";
import { EventLog, MAX_STORED_EVENTS, RETENTION_MS } from "./event-log.ts";

const AT = new Date(5);

function sealed(from: number, count: number, event = "auth.login") {
  const row: Omit<AuditEvent, "id" | "event"> = {
    tenantId: "ten_1",
    actor: "usr_1",
    subject: null,
    details: null,
    outcome: "ok",
    ip: "192.0.2.1",
    requestId: "req_1",
    at: AT,
  };
  return Array.from({ length: count }, (_, i) => ({
    seq: from + i,
    event: { ...row, event, id: `evt_${from + i}` },
  }));
}

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
const detailsOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return (error as { details: unknown }).details;
  }
  return undefined;
};

describe("the log", () => {
  it("stores ids of an event, and no IP address", async () => {
    await withStorage((sql) => {
      const log = new EventLog(sql, () => 0);
      log.append(sealed(1, 1));
      expect(log.after(0, null, 10)).toEqual([
        {
          seq: 1,
          id: "evt_1",
          event: "auth.login",
          outcome: "ok",
          alert: false,
          actor: "usr_1",
          subject: null,
          object: "auth",
          requestId: "req_1",
          at: 5,
        },
      ]);
    });
  });

  it("removes old events in batches, and returns the oldest position in the error", async () => {
    await withStorage((sql) => {
      let now = 0;
      const log = new EventLog(sql, () => now);
      log.append(sealed(1, 1500));
      now = RETENTION_MS + 1;
      log.append(sealed(1501, 1));
      expect(log.oldest(1501)).toBe(1000);
      log.append(sealed(1502, 1));
      expect(log.oldest(1502)).toBe(1500);
      log.requireStored(1500, 1502);
      log.requireStored(1502, 1502);
      expect(detailsOf(() => log.requireStored(1499, 1502))).toEqual({ after: 1499, oldest: 1500, newest: 1502 });
      expect(detailsOf(() => log.requireStored(1503, 1502))).toMatchObject({ oldest: 1500, newest: 1502 });
      now *= 3;
      log.append([]);
      expect([log.oldest(1502), log.after(0, null, 10)]).toEqual([1502, []]);
    });
  });

  it("removes the oldest events beyond the maximum number", async () => {
    await withStorage((sql) => {
      const log = new EventLog(sql, () => 0);
      log.append(sealed(1, 3));
      log.append(sealed(MAX_STORED_EVENTS + 2, 1));
      expect(log.after(0, null, 10).map(({ seq }) => seq)).toEqual([3, MAX_STORED_EVENTS + 2]);
    });
  });

  it.each([
    [null, [1, 2, 3, 4]],
    ["auth.", [1, 3]],
    ["auth.login", [1]],
    ["auth", []],
    ["apiKeys.", [4]],
    ["z.", []],
  ])("filters events by %s", async (filter, seqs) => {
    await withStorage((sql) => {
      const log = new EventLog(sql, () => 0);
      for (const [i, event] of ["auth.login", "authz.write", "auth.login.more", "apiKeys.create"].entries()) {
        log.append(sealed(i + 1, 1, event));
      }
      expect(log.after(0, filter, 10).map(({ seq }) => seq)).toEqual(seqs);
      expect(log.count(0, 4, filter)).toBe(seqs.length);
    });
  });
});

class FakeSocket implements FeedSocket {
  readonly messages: Message[] = [];
  private attachment: unknown = null;

  send(text: string): void {
    this.messages.push(JSON.parse(text));
  }
  close(): void {}
  serializeAttachment(attachment: unknown): void {
    this.attachment = structuredClone(attachment);
  }
  deserializeAttachment(): unknown {
    return this.attachment;
  }
  seqs(): number[] {
    return this.messages.flatMap(({ events }) => events.map(({ seq }) => seq));
  }
}

describe("the feed", () => {
  it("sends events up to the window, and continues with each acknowledgement", async () => {
    await withStorage((sql) => {
      const log = new EventLog(sql, () => 0);
      const feed = new EventFeed(log);
      const socket = new FakeSocket();
      const count = 3 * WINDOW;
      log.append(sealed(1, count));
      feed.start(socket, { after: 0, event: null }, count);
      feed.send(socket, count);
      expect(socket.seqs()).toEqual(upTo(WINDOW));
      feed.receive(socket, `{"seen":${WINDOW / 2}}`, count);
      expect(socket.seqs()).toEqual(upTo(1.5 * WINDOW));
      for (const nothing of ["", "{}", "x", `{"seen":${count}}`, '{"seen":-1}', `{"seen":${WINDOW / 2}}`]) {
        feed.receive(socket, nothing, count);
      }
      expect(socket.seqs()).toEqual(upTo(1.5 * WINDOW));
      for (let seen = WINDOW; seen < count; seen += WINDOW / 2) feed.receive(socket, `{"seen":${seen}}`, count);
      expect(socket.seqs()).toEqual(upTo(count));
    });
  });

  it("counts only events that match the filter against the window", async () => {
    await withStorage((sql) => {
      const log = new EventLog(sql, () => 0);
      const feed = new EventFeed(log);
      const socket = new FakeSocket();
      log.append(sealed(1, 2 * WINDOW));
      log.append(sealed(2 * WINDOW + 1, 1, "users.create"));
      feed.start(socket, { after: 0, event: "users." }, 2 * WINDOW + 1);
      expect(socket.messages).toMatchObject([{ events: [{ event: "users.create" }], position: 2 * WINDOW + 1 }]);
    });
  });

  it("refuses to skip events that a slow subscriber missed", async () => {
    await withStorage((sql) => {
      let now = 0;
      const log = new EventLog(sql, () => now);
      const feed = new EventFeed(log);
      const socket = new FakeSocket();
      log.append(sealed(1, 2 * WINDOW));
      feed.start(socket, { after: 0, event: null }, 2 * WINDOW);
      now = RETENTION_MS + 1;
      for (let seq = 2 * WINDOW + 1; seq < 2 * WINDOW + 4; seq++) log.append(sealed(seq, 1));
      expect(detailsOf(() => feed.receive(socket, `{"seen":${WINDOW}}`, 2 * WINDOW + 3))).toMatchObject({
        after: WINDOW,
      });
      expect(socket.seqs()).toEqual(upTo(WINDOW));
    });
  });
});
