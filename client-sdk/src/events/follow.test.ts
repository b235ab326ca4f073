import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CfAuthError } from "../calls/error.ts";
import { followEvents, type GetTicket } from "./follow.ts";

const opened: FakeWebSocket[] = [];

class FakeWebSocket extends EventTarget {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: string[] = [];
  readonly url: string;
  readonly protocols: readonly string[];

  constructor(url: string, protocols: readonly string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
    opened.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  says(data: string): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

beforeEach(() => {
  opened.length = 0;
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const eventOf = (seq: number) => ({
  seq,
  id: `evt_${seq}`,
  event: "auth.login",
  outcome: "ok",
  alert: false,
  actor: "usr_1",
  subject: null,
  requestId: "req_1",
  at: 1000 * seq,
});
const message = (seqs: number[], position = seqs.at(-1) ?? 0) =>
  JSON.stringify({ events: seqs.map(eventOf), position });

/** A service that issues tickets, and records the requested positions. */
function tickets(start = 7) {
  const positions: unknown[] = [];
  const get: GetTicket = async (input) => {
    positions.push(input.after);
    return { ticket: `ten_1.t${positions.length}`, position: input.after ?? start };
  };
  return { positions, get };
}

/** How long to wait for what comes by itself: until it is clear that it never will. */
const HANGING = { timeout: 5 * 60_000 };

const nth = async (count: number) =>
  await vi.waitFor(() => {
    const socket = opened[count - 1];
    if (socket === undefined) throw new Error("It is not open yet.");
    return socket;
  }, HANGING);

describe("following events", () => {
  it("sends the ticket as a subprotocol, and acknowledges events", async () => {
    const events = followEvents("https://auth.example.com", tickets().get, { after: 1 });
    const first = events.next();
    const socket = await nth(1);
    expect([socket.url, socket.protocols]).toEqual(["wss://auth.example.com/events", ["cf-auth.events", "ten_1.t1"]]);
    socket.says(message([2, 3]));
    expect(await first).toEqual({ done: false, value: { ...eventOf(2), at: new Date(2000) } });
    expect((await events.next()).value).toMatchObject({ seq: 3 });
    expect(socket.sent).toEqual([]);
    const next = events.next();
    await vi.waitFor(() => expect(socket.sent).toEqual(['{"seen":3}']), HANGING);
    socket.says(message([4]));
    await next;
    await events.return();
    expect(socket.readyState).toBe(3);
  });

  it("continues after the last event that the loop consumed, not after the last one received", async () => {
    const { positions, get } = tickets();
    const events = followEvents("https://a.b", get);
    const first = events.next();
    (await nth(1)).says(message([8, 9]));
    await first;
    expect((await events.next()).value).toMatchObject({ seq: 9 });
    const next = events.next();
    (await nth(1)).close();
    await vi.advanceTimersByTimeAsync(1000);
    (await nth(2)).says(message([], 20));
    (await nth(2)).close();
    await vi.advanceTimersByTimeAsync(1000);
    (await nth(3)).says(message([21]));
    expect((await next).value).toMatchObject({ seq: 21 });
    expect(positions).toEqual([undefined, 9, 20]);
    await events.return();
  });

  it("pings a silent connection, and reconnects without a response", async () => {
    const abort = new AbortController();
    const events = followEvents("https://a.b", tickets().get, { signal: abort.signal });
    const ended = events.next();
    const socket = await nth(1);
    for (let i = 0; i < 3; i++) {
      await vi.advanceTimersByTimeAsync(30_000);
      expect(socket.sent).toHaveLength(i + 1);
      socket.says("pong");
    }
    await vi.advanceTimersByTimeAsync(61_000);
    await nth(2);
    expect(socket.readyState).toBe(3);
    abort.abort();
    expect(await ended).toEqual({ done: true, value: undefined });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("treats an unknown message as a lost connection", async () => {
    const events = followEvents("https://a.b", tickets().get);
    const first = events.next();
    for (const [i, nonsense] of ["<html>", "null", "{}"].entries()) {
      (await nth(i + 1)).says(nonsense);
      await vi.advanceTimersByTimeAsync(5000);
    }
    (await nth(4)).says(message([8]));
    expect((await first).value).toMatchObject({ seq: 8 });
    await events.return();
  });

  it("retries temporary failures after the requested delay, and throws permanent ones", async () => {
    const refusal = (code: "rate_limited" | "key_revoked", retryable: boolean) =>
      new CfAuthError({ code, message: "No.", action: "Wait.", retryable, details: { retryAfterSeconds: 60 } });
    const refusals = [refusal("rate_limited", true), refusal("key_revoked", false)];
    const get = vi.fn<GetTicket>(async () => await Promise.reject(refusals.shift()));
    const thrown = expect(followEvents("https://a.b", get).next()).rejects.toMatchObject({ code: "key_revoked" });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(get).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    await thrown;
  });

  it("throws if the runtime has no WebSocket", async () => {
    vi.stubGlobal("WebSocket", undefined);
    await expect(followEvents("https://a.b", tickets().get).next()).rejects.toMatchObject({ code: "no_websocket" });
  });
});
