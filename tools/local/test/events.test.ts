import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCuttingProxy } from "./cutting-proxy.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

const EVENTS = 150;

let stack: TestStack;
let admin: sdk.CfAuthClient;
beforeAll(async () => {
  stack = await startTestStack();
  admin = await signInAdmin(stack.url, stack.tenant);
});
afterAll(async () => await stack.stop());

let tenants = 0;
async function newTenant(url = stack.url) {
  const slug = `events-${++tenants}`;
  const { secretKey } = await admin.tenants.create({ slug, name: slug });
  const server = sdk.createClient({ url: stack.url, key: secretKey });
  const input = { kind: "publishable", name: "x" } as const;
  const act = async () => await server.apiKeys.create(input);
  /** Does so many times, in one request. */
  const actMany = async (times: number) => {
    const response = await fetch(`${stack.url}/trpc/${Array(times).fill("apiKeys.create").join(",")}?batch=1`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": secretKey },
      body: JSON.stringify(Object.fromEntries(Array.from({ length: times }, (_, i) => [i, { json: input }]))),
    });
    expect(response.status).toBe(200);
  };
  return { server, act, actMany, follower: sdk.createClient({ url, key: secretKey }) };
}

async function take(events: AsyncGenerator<sdk.LiveEvent>, count: number, slowMs = 0): Promise<sdk.LiveEvent[]> {
  const taken: sdk.LiveEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
    if (taken.length === count) break;
  }
  return taken;
}

const seqs = (events: readonly sdk.LiveEvent[]) => events.map(({ seq }) => seq);
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe("follow", () => {
  it("gives each event once and in order, however often the connection is cut", async () => {
    // Longer with each cut, so that a busy machine gets something through in the end.
    const proxy = await startCuttingProxy(stack.url, () => 20 + Math.random() * (400 + 20 * proxy.cuts));
    try {
      const { act, follower } = await newTenant(proxy.url);
      const taking = [0, 1, 2].map((slowMs) => take(follower.events.follow({ after: 0 }), EVENTS, slowMs));
      for (let i = 0; i < EVENTS; i++) await act();
      for (const taken of await Promise.all(taking)) expect(seqs(taken)).toEqual(upTo(EVENTS));
      expect(proxy.cuts).toBeGreaterThan(5);
    } finally {
      await proxy.stop();
    }
  });

  it("starts with what comes from now on, and keeps that place though the connection is cut before anything came", async () => {
    const proxy = await startCuttingProxy(stack.url, () => 60_000);
    try {
      const { act, follower } = await newTenant(proxy.url);
      for (let i = 0; i < 3; i++) await act();
      const taking = take(follower.events.follow(), 2);
      await expect.poll(() => proxy.upgrades).toBe(1);
      proxy.cut();
      await act();
      await act();
      expect(seqs(await taking)).toEqual([4, 5]);
    } finally {
      await proxy.stop();
    }
  });

  it("gives an event as the list has it", async () => {
    const { server, act, follower } = await newTenant();
    const events = follower.events.follow({ after: 0, event: "apiKeys." });
    const first = events.next();
    await act();
    const { value } = await first;
    await events.return();
    const { items } = await server.events.list({});
    expect(items).toEqual([value]);
    expect(items[0]?.at).toBeInstanceOf(Date);
  });

  it("waits for a loop that is slow, and loses nothing by that", async () => {
    const { act, actMany, server, follower } = await newTenant();
    const events = follower.events.follow({ after: 0 });
    await act();
    await events.next();
    // More events than are sent without an acknowledgement.
    for (let round = 0; round < 17; round++) await actMany(60);
    expect((await server.events.list({ after: 1010 })).items).toHaveLength(11);
    expect(seqs(await take(events, 1020))).toEqual(upTo(1020, 2));
  });

  it("ends when it is aborted, waiting or not", async () => {
    const { act, follower } = await newTenant();
    const abort = new AbortController();
    const events = follower.events.follow({ after: 0, signal: abort.signal });
    await act();
    expect((await events.next()).value).toMatchObject({ seq: 1 });
    const waiting = events.next();
    abort.abort();
    expect(await waiting).toMatchObject({ done: true });
    expect(await take(follower.events.follow({ after: 0, signal: AbortSignal.abort() }), 10)).toEqual([]);
    const nowhere = sdk.createClient({ url: "http://127.0.0.1:1", key: "sk_live_x" });
    expect(await take(nowhere.events.follow({ signal: AbortSignal.timeout(300) }), 1)).toEqual([]);
  });

  it("throws what does not pass by itself", async () => {
    const { server, follower } = await newTenant();
    await expect(take(follower.events.follow({ after: 99 }), 1)).rejects.toMatchObject({
      code: "event_not_found",
      details: { oldest: 0, newest: 0 },
    });
    const { key, apiKey } = await server.apiKeys.create({ kind: "secret", name: "short" });
    const listening = sdk.createClient({ url: stack.url, key }).events.follow({ event: "auth." });
    const refused = expect(listening.next()).rejects.toMatchObject({ name: "CfAuthError", code: "key_revoked" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.apiKeys.revoke({ id: apiKey.id });
    await refused;
  });
});
