import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { closeAll, listen } from "../../test/events.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(closeAll);

let tenants = 0;
async function newTenant() {
  const created = await createTenant(world.admin, `live-${++tenants}`);
  const headers = { "x-api-key": created.secretKey };
  const act = async () => await created.client.apiKeys.create.mutate({ kind: "publishable", name: "x" });
  return { ...created, id: created.tenant.id, headers, act };
}

const state = (id: string) => env.TENANT_STATE.getByName(id);

describe("a subscription to a tenant's events", () => {
  it("receives the sign-ins, changes and refusals of the audit log, and none of another tenant", async () => {
    const { headers: own, client, browser, id } = await newTenant();
    const other = await newTenant();
    const live = await listen(own);
    await other.act();
    await browser.auth.register.mutate(PERSON);
    await errorOf(browser.auth.login.mutate({ ...PERSON, password: "another sentence altogether" }));
    const { user } = await browser.auth.login.mutate(PERSON);
    await expect.poll(() => live.names()).toEqual(["auth.register", "auth.login", "auth.login"]);
    const events = live.messages.flatMap((message) => message.events);
    expect(events).toMatchObject([
      { seq: 1, outcome: "ok", alert: false },
      { seq: 2, outcome: "invalid_credentials", alert: false },
      { seq: 3, outcome: "ok", subject: user.id, at: expect.any(Number) },
    ]);
    // Ids only, no personal data.
    expect(JSON.stringify(events)).not.toMatch(/anne|10\.\d|192\.0|sentence/);
    const { items } = await client.audit.list.query({});
    expect(items.map((item) => item.id)).toEqual(events.map((event) => event.id).reverse());
    const links = await state(id).links(0, 10);
    expect(links.map(({ seq, eventId }) => [seq, eventId])).toEqual(events.map((event) => [event.seq, event.id]));
  });

  it("starts after the newest event by default, and receives its position", async () => {
    const { headers: own, act } = await newTenant();
    await act();
    await act();
    const live = await listen(own);
    await expect.poll(() => live.messages).toEqual([{ events: [], position: 2 }]);
    const resumed = await listen(own, { after: 1 });
    await expect.poll(() => resumed.seqs()).toEqual([2]);
    await act();
    await expect.poll(() => [live.seqs(), resumed.seqs()]).toEqual([[3], [2, 3]]);
    const all = await listen(own, { after: 0 });
    await expect.poll(() => all.seqs()).toEqual([1, 2, 3]);
  });

  it("receives events that match its filter, and its position", async () => {
    const { headers: own, act, browser } = await newTenant();
    const live = await listen(own, { event: "auth." });
    const one = await listen(own, { event: "auth.login" });
    await act();
    await browser.auth.register.mutate(PERSON);
    await act();
    await browser.auth.login.mutate(PERSON);
    await expect.poll(() => live.names()).toEqual(["auth.register", "auth.login"]);
    expect(live.seqs()).toEqual([2, 4]);
    await expect.poll(() => one.seqs()).toEqual([4]);
    expect((await listen(own, { after: 2, event: "users." })).messages).toEqual([]);
    const none = await listen(own, { after: 2, event: "users." });
    await expect.poll(() => none.messages).toEqual([{ events: [], position: 4 }]);
  });

  it("continues after the object hibernated", async () => {
    const { headers: own, act, id } = await newTenant();
    const live = await listen(own);
    await evictDurableObject(state(id), { webSockets: "hibernate" });
    await act();
    await expect.poll(() => live.seqs()).toEqual([1]);
    await evictDurableObject(state(id), { webSockets: "hibernate" });
    live.say("ping");
    await expect.poll(() => live.pongs()).toBe(1);
    live.say("what is no message of ours");
    await act();
    await expect.poll(() => live.seqs()).toEqual([1, 2]);
  });

  it("is open to an admin, for a named tenant and for the platform", async () => {
    const { id, act } = await newTenant();
    const token = { authorization: `Bearer ${world.token}` };
    const named = await listen({ ...token, "x-tenant-id": id });
    const own = await listen(token);
    await act();
    await expect.poll(() => named.names()).toEqual(["apiKeys.create"]);
    await errorOf(clientFor({ tenant: "platform" }).auth.login.mutate({ email: "x@example.com", password: "wrong" }));
    await expect.poll(() => own.names()).toContain("auth.login");
    expect(named.names()).toEqual(["apiKeys.create"]);
  });

  it("is open to a restricted key with the scope only", async () => {
    const { client, act } = await newTenant();
    const restricted = async (scopes: string[]) => ({
      "x-api-key": (await client.apiKeys.create.mutate({ kind: "restricted", name: "r", scopes })).key,
    });
    const live = await listen(await restricted(["events:read"]));
    await act();
    await expect.poll(() => live.names()).toContain("apiKeys.create");
    const without = { headers: { ...(await restricted(["authz:read"])), upgrade: "websocket" } };
    expect(codeIn((await send("/events", without)).body)).toBe("insufficient_scope");
  });
});

describe("a refused subscription", () => {
  it("returns the error code of each invalid request", async () => {
    const { headers: own, publishableKey } = await newTenant();
    const upgrade = { upgrade: "websocket" };
    const codeOf = async (path: string, headers: Record<string, string>) =>
      codeIn((await send(path, { headers })).body);
    expect(await codeOf("/events", upgrade)).toBe("unauthenticated");
    expect(await codeOf("/events", { ...upgrade, "x-api-key": publishableKey })).toBe("forbidden");
    expect(await codeOf("/events", own)).toBe("websocket_required");
    for (const query of ["after=x", "after=-1", "event=*", "event=auth..", `event=${"a".repeat(101)}`]) {
      expect(await codeOf(`/events?${query}`, { ...own, ...upgrade })).toBe("invalid_input");
    }
    const token = { ...upgrade, authorization: `Bearer ${world.token}`, "x-tenant-id": "nobody-of-this-name" };
    expect(await codeOf("/events", token)).toBe("tenant_not_found");
  });

  it("returns the oldest and newest position", async () => {
    const { headers: own, act, client } = await newTenant();
    await act();
    const response = await send("/events?after=2", { headers: { ...own, upgrade: "websocket" } });
    expect(codeIn(response.body)).toBe("event_not_found");
    expect(response).toMatchObject({
      status: 409,
      body: { details: { oldest: 0, newest: 1 } },
    });
    expect(await errorOf(client.events.ticket.query({ after: 7 }))).toMatchObject({
      code: "event_not_found",
      details: { after: 7, oldest: 0, newest: 1 },
    });
  });
});

describe("a ticket", () => {
  const offer = (ticket: string) => ({ "sec-websocket-protocol": `cf-auth.events, ${ticket}` });

  it("opens one WebSocket, without a secret in its URL", async () => {
    const { client, act } = await newTenant();
    await act();
    const { ticket, position } = await client.events.ticket.query({ after: 0 });
    expect(position).toBe(0);
    const live = await listen(offer(ticket));
    await expect.poll(() => live.seqs()).toEqual([1]);
    const second = await send("/events", { headers: { ...offer(ticket), upgrade: "websocket" } });
    expect([second.status, codeIn(second.body)]).toEqual([401, "ticket_invalid"]);
  });

  it("is accepted with the protocol offered beside it", async () => {
    const { client } = await newTenant();
    const { ticket } = await client.events.ticket.query({});
    const { headers } = await send("/events", { headers: { ...offer(ticket), upgrade: "websocket" } });
    expect(headers.get("sec-websocket-protocol")).toBe("cf-auth.events");
  });

  it("is valid for its own tenant only", async () => {
    const { client, id } = await newTenant();
    const other = await newTenant();
    const { ticket } = await client.events.ticket.query({});
    const secret = ticket.slice(ticket.indexOf("."));
    const wrong = [other.id + secret, `ten_${"0".repeat(26)}${secret}`, `${id}.${"A".repeat(43)}`, "", "x"];
    for (const text of wrong) {
      const { body } = await send("/events", { headers: { ...offer(text), upgrade: "websocket" } });
      expect(codeIn(body)).toBe("ticket_invalid");
    }
    await listen(offer(ticket));
  });
});

describe("the list of events", () => {
  it("lists events oldest first, in pages, after a position", async () => {
    const { client, act } = await newTenant();
    for (let i = 0; i < 5; i++) await act();
    const seqs = async (input: Parameters<typeof client.events.list.query>[0]) =>
      (await client.events.list.query(input)).items.map(({ seq }) => seq);
    expect(await seqs({})).toEqual([1, 2, 3, 4, 5]);
    expect(await seqs({ after: 3 })).toEqual([4, 5]);
    expect(await seqs({ event: "auth." })).toEqual([]);
    const first = await client.events.list.query({ limit: 2 });
    expect(first.items.map(({ seq, at }) => [seq, at instanceof Date])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(await seqs({ cursor: first.nextCursor ?? "" })).toEqual([3, 4, 5]);
  });
});
