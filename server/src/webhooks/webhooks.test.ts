import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { Keyring } from "../ports/encryption.ts";
import { runSchedule } from "../schedule.ts";
import { MAX_WEBHOOKS } from "./administer-webhooks.ts";
import { WebhookSecrets } from "./webhook-secrets.ts";

const URL_OF_HOOK = "https://hooks.example.com/cf-auth";
const HOUR_MS = 60 * 60 * 1000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** The internet: DNS over HTTPS, where the host of the webhooks has these addresses, and their receiver. */
const internet = { addresses: ["93.184.216.34"], status: 204, requests: [] as string[] };
beforeEach(() => {
  Object.assign(internet, { addresses: ["93.184.216.34"], status: 204, requests: [] });
});
// For the whole file: deliveries of earlier tests are attempted during later ones.
beforeAll(() => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    const url = new URL(`${input}`);
    internet.requests.push(url.hostname);
    if (url.href === URL_OF_HOOK) return new Response(null, { status: internet.status });
    if (url.hostname !== "cloudflare-dns.com") throw new TypeError(`No host ${url.hostname}.`);
    const answers = url.searchParams.get("type") === "A" ? internet.addresses : [];
    return Response.json({ Status: 0, Answer: answers.map((data) => ({ type: 1, data })) });
  });
});
afterAll(async () => {
  await env.DB.prepare("DELETE FROM webhooks").run();
  vi.restoreAllMocks();
});

let tenants = 0;
async function newTenant() {
  const created = await createTenant(world.admin, `webhooks-${++tenants}`);
  return { ...created, id: created.tenant.id, object: env.TENANT_STATE.getByName(created.tenant.id) };
}

type Client = Awaited<ReturnType<typeof newTenant>>["client"];
const create = async (client: Client, input: object = {}) =>
  await client.webhooks.create.mutate({ url: URL_OF_HOOK, ...input });

describe("webhooks.create", () => {
  it("creates a webhook and shows its signing secret once", async () => {
    const { client } = await newTenant();
    const { webhook, secret } = await create(client, { name: "CRM", events: ["users."] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({
      ...{
        id: expect.stringMatching(/^whk_/),
        url: URL_OF_HOOK,
        name: "CRM",
        events: ["users."],
        enabled: true,
      },
      ...{ includeRefused: false, disabledReason: null, failingSince: null, previousSecretExpiresAt: null },
    });
    const { webhook: read } = await client.webhooks.get.query({ id: webhook.id });
    expect(read).toEqual(webhook);
    const { items } = await client.webhooks.list.query({});
    expect(items).toEqual([webhook]);
    expect(JSON.stringify(items)).not.toContain('secret"');
    const rows = await env.DB.prepare("SELECT secrets FROM webhooks WHERE id = ?").bind(webhook.id).all();
    expect(JSON.stringify(rows.results)).not.toContain(secret.slice(6));
  });

  it.each([
    ["http", "http://hooks.example.com/"],
    ["another port", "https://hooks.example.com:8443/"],
    ["a user name", "https://user@hooks.example.com/"],
    ["a fragment", "https://hooks.example.com/#x"],
    ["an IPv4 address", "https://198.51.100.7/"],
    ["an IPv4 address as one number", "https://2130706433/"],
    ["an IPv4 address in octal", "https://0177.0.0.1/"],
    ["an IPv6 address", "https://[::1]/"],
    ["loopback", "https://localhost/"],
    ["a local name", "https://printer.local/"],
    ["a single label", "https://intranet/"],
    ["a host of this deployment", "https://auth.test/"],
    ["a name under the deployment's host", "https://x.auth.test/"],
    ["a local name that ends in a dot", "https://printer.local./"],
    ["no URL", "hooks"],
    ["another scheme", "ftp://hooks.example.com/"],
  ])("refuses a URL with %s", async (_, url) => {
    const { client } = await newTenant();
    expect(await errorOf(create(client, { url }))).toMatchObject({
      code: "url_not_allowed",
      details: { field: "url" },
    });
    expect((await client.webhooks.list.query({})).items).toEqual([]);
  });

  it("refuses the host of a tenant", async () => {
    const { client } = await newTenant();
    await env.DB.prepare("UPDATE tenants SET host = 'id.customer.com' WHERE slug = 'acme'").run();
    const refused = await errorOf(create(client, { url: "https://id.customer.com/hook" }));
    expect(refused).toMatchObject({ code: "url_not_allowed" });
    const dotted = await errorOf(create(client, { url: "https://ID.customer.com./hook" }));
    expect(dotted).toMatchObject({ code: "url_not_allowed" });
  });

  it("refuses an event filter that no event can match, unknown fields and too many webhooks", async () => {
    const { client } = await newTenant();
    expect(await errorOf(create(client, { events: ["users.*"] }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(create(client, { secret: "mine" }))).toMatchObject({ code: "invalid_input" });
    for (let i = 0; i < MAX_WEBHOOKS; i++) await create(client);
    const refused = await errorOf(create(client));
    expect(refused).toMatchObject({ code: "webhook_limit_reached", details: { max: MAX_WEBHOOKS } });
  });

  it("refuses publishable keys, users and other tenants", async () => {
    const { client, browser } = await newTenant();
    const { webhook } = await create(client);
    expect(await errorOf(create(browser as never))).toMatchObject({ code: "forbidden" });
    const other = await newTenant();
    const calls = [
      () => other.client.webhooks.get.query({ id: webhook.id }),
      () => other.client.webhooks.update.mutate({ id: webhook.id, url: "https://evil.example.com/" }),
      () => other.client.webhooks.delete.mutate({ id: webhook.id }),
      () => other.client.webhooks.rotateSecret.mutate({ id: webhook.id }),
      () => other.client.webhooks.test.mutate({ id: webhook.id }),
      () => other.client.webhooks.deliveries.query({ id: webhook.id }),
      () => other.client.webhooks.replay.mutate({ id: webhook.id, from: new Date(0) }),
    ];
    for (const call of calls) {
      expect(await errorOf(call())).toMatchObject({ code: "webhook_not_found" });
    }
    expect((await client.webhooks.get.query({ id: webhook.id })).webhook).toEqual(webhook);
  });
});

describe("an event", () => {
  it("is queued once for each webhook that matches it, from the creation of the webhook on", async () => {
    const { client, object, id } = await newTenant();
    await client.apiKeys.create.mutate({ kind: "publishable", name: "before" });
    const { webhook } = await create(client, { events: ["apiKeys."] });
    const { apiKey } = await client.apiKeys.create.mutate({ kind: "publishable", name: "after" });
    await object.sealAll();
    await object.sealAll();
    const { items } = await client.webhooks.deliveries.query({ id: webhook.id });
    expect(items).toMatchObject([{ event: "apiKeys.create", object: apiKey.id, seq: 3, webhookId: webhook.id }]);
    const { items: events } = await client.events.list.query({ after: 2 });
    expect(events[0]).toMatchObject({ id: items[0]?.eventId, object: apiKey.id });
    internet.status = 500;
    await runDurableObjectAlarm(env.TENANT_STATE.getByName(id));
    await expect
      .poll(async () => (await client.webhooks.deliveries.query({ id: webhook.id })).items[0]?.attempts)
      .toMatchObject([{ status: 500, error: "http_500" }]);
    const { webhook: read } = await client.webhooks.get.query({ id: webhook.id });
    expect(read.failingSince).toBeInstanceOf(Date);
  });

  it("is listed by pages, by status and by event", async () => {
    const { client, object } = await newTenant();
    const { webhook } = await create(client);
    for (let i = 0; i < 3; i++) await client.apiKeys.create.mutate({ kind: "publishable", name: `${i}` });
    await object.sealAll();
    const first = await client.webhooks.deliveries.query({ event: "apiKeys.create", limit: 2 });
    const cursor = first.nextCursor ?? "";
    const second = await client.webhooks.deliveries.query({ event: "apiKeys.create", limit: 2, cursor });
    expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual([4, 3, 2]);
    expect(second.nextCursor).toBeNull();
    expect((await client.webhooks.deliveries.query({ id: webhook.id, status: "delivered" })).items).toEqual([]);
  });
});

describe("webhooks.update", () => {
  it("pauses a webhook and enables it again; events meanwhile are for a replay", async () => {
    const { client, object } = await newTenant();
    const { webhook } = await create(client, { events: ["apiKeys."] });
    const { id } = webhook;
    const { webhook: paused } = await client.webhooks.update.mutate({ id, enabled: false });
    expect(paused).toMatchObject({ enabled: false, disabledReason: "paused", disabledAt: expect.any(Date) });
    await client.apiKeys.create.mutate({ kind: "publishable", name: "x" });
    await object.sealAll();
    expect(await errorOf(client.webhooks.replay.mutate({ id, from: webhook.createdAt }))).toMatchObject({
      code: "webhook_disabled",
    });
    const { webhook: enabled } = await client.webhooks.update.mutate({ id, enabled: true, name: "back" });
    expect(enabled).toMatchObject({ enabled: true, disabledReason: null, disabledAt: null, name: "back" });
    expect((await client.webhooks.deliveries.query({ id })).items).toEqual([]);
    const replayed = await client.webhooks.replay.mutate({ id, from: webhook.createdAt });
    expect(replayed).toMatchObject({ queued: 1, nextCursor: null, oldestAt: expect.any(Date) });
    expect((await client.webhooks.deliveries.query({ id })).items).toMatchObject([{ event: "apiKeys.create" }]);
  });

  it("ends deliveries that wait, so that they don't continue when it is enabled again", async () => {
    const { client, object } = await newTenant();
    const { webhook } = await create(client, { events: ["apiKeys."] });
    const { id } = webhook;
    internet.status = 500;
    await client.apiKeys.create.mutate({ kind: "publishable", name: "x" });
    await object.sealAll();
    await client.webhooks.update.mutate({ id, enabled: false });
    await client.webhooks.update.mutate({ id, enabled: true });
    expect((await client.webhooks.deliveries.query({ id })).items).toMatchObject([{ status: "failed" }]);
  });

  it("refuses a URL that may not be called, and changes nothing", async () => {
    const { client } = await newTenant();
    const { webhook } = await create(client);
    const call = client.webhooks.update.mutate({ id: webhook.id, url: "https://10.0.0.1/", name: "x" });
    expect(await errorOf(call)).toMatchObject({ code: "url_not_allowed" });
    expect((await client.webhooks.get.query({ id: webhook.id })).webhook).toEqual(webhook);
  });
});

describe("webhooks.replay", () => {
  it("refuses a range that ends before it begins, and a cursor of another list", async () => {
    const { client } = await newTenant();
    const { webhook } = await create(client);
    const [id, from, to] = [webhook.id, new Date("2026-11-30T10:00:00Z"), new Date("2026-11-30T09:00:00Z")];
    expect(await errorOf(client.webhooks.replay.mutate({ id, from, to }))).toMatchObject({ code: "invalid_input" });
    const call = client.webhooks.replay.mutate({ id, from: to, cursor: "MTI" });
    expect(await errorOf(call)).toMatchObject({ code: "invalid_input" });
  });
});

describe("webhooks.rotateSecret", () => {
  it("signs with both secrets until the overlap ends", async () => {
    const { tenant, secretKey, client } = await newTenant();
    const { webhook, secret } = await create(client);
    const clock = new StandingClock();
    const { app, clientFor: client2For } = isolate(clock);
    const server = client2For({ key: secretKey });
    const rotated = await server.webhooks.rotateSecret.mutate({ id: webhook.id, overlapSeconds: 3600 });
    expect(rotated.secret).not.toBe(secret);
    const end = rotated.webhook.previousSecretExpiresAt?.getTime() ?? 0;
    expect(end).toBe(clock.now().getTime() + HOUR_MS);
    const row = await app.webhooks.find(tenant.id, webhook.id);
    if (row === undefined) throw new Error("no webhook");
    const target = async (at: number) => (await app.webhookSecrets.targetOf(row, at)).secrets;
    expect(await target(end - 1)).toEqual([rotated.secret, secret]);
    expect(await target(end)).toEqual([rotated.secret]);
    const replaced = await server.webhooks.rotateSecret.mutate({ id: webhook.id, overlapSeconds: 0 });
    expect(replaced.webhook.previousSecretExpiresAt).toBeNull();
  });

  it("keeps the secret of a concurrent rotation as the previous one", async () => {
    const { client, tenant } = await newTenant();
    const { webhook } = await create(client);
    const { app } = isolate(new StandingClock());
    const rotated = await Promise.all([1, 2].map(() => client.webhooks.rotateSecret.mutate({ id: webhook.id })));
    const row = await app.webhooks.find(tenant.id, webhook.id);
    const secrets = row && (await app.webhookSecrets.decrypt(row));
    expect(secrets?.toSorted()).toEqual(rotated.map(({ secret }) => secret).toSorted());
  });

  it("replaces a secret that can't be decrypted any more", async () => {
    const { client } = await newTenant();
    const { webhook } = await create(client);
    await env.DB.prepare("UPDATE webhooks SET secrets = 'v0.AAAA' WHERE id = ?").bind(webhook.id).run();
    const { webhook: rotated } = await client.webhooks.rotateSecret.mutate({ id: webhook.id });
    expect(rotated.previousSecretExpiresAt).toBeNull();
  });

  it("encrypts secrets with the newest JWT_SECRET by schedule", async () => {
    const { client, id } = await newTenant();
    const { webhook, secret } = await create(client);
    const { app } = isolate(new StandingClock());
    const old = Keyring.parse(env.JWT_SECRET.split(",").reverse().join());
    if (old === undefined) throw new Error("JWT_SECRET is invalid.");
    const encrypted = await new WebhookSecrets(old).encryptSecrets([secret], { tenantId: id, id: webhook.id });
    expect(encrypted.slice(0, 3)).toBe("v1.");
    await env.DB.prepare("UPDATE webhooks SET secrets = ? WHERE id = ?").bind(encrypted, webhook.id).run();
    await runSchedule(app);
    const row = await app.webhooks.find(id, webhook.id);
    expect(row?.secrets.slice(0, 3)).toBe("v2.");
    expect(row && (await app.webhookSecrets.decrypt(row))).toEqual([secret]);
  });
});

describe("webhooks.test", () => {
  it("attempts one delivery at once, and returns its result", async () => {
    const { client } = await newTenant();
    const { webhook } = await create(client, { events: ["users."] });
    const { delivery } = await client.webhooks.test.mutate({ id: webhook.id });
    expect(delivery).toMatchObject({
      ...{ event: "webhooks.test", seq: 0, status: "delivered", object: webhook.id },
      attempts: [{ status: 204, error: null }],
    });
    internet.status = 404;
    const { delivery: failed } = await client.webhooks.test.mutate({ id: webhook.id });
    expect(failed).toMatchObject({ status: "failed", attempts: [{ status: 404, error: "http_404" }] });
    // A test says nothing about the health of the webhook.
    expect((await client.webhooks.get.query({ id: webhook.id })).webhook.failingSince).toBeNull();
  });

  it.each(["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::7f00:1"])(
    "sends nothing to a host that has the address %s besides a public one",
    async (address) => {
      const { client } = await newTenant();
      const { webhook } = await create(client);
      internet.addresses.push(address);
      const { delivery } = await client.webhooks.test.mutate({ id: webhook.id });
      expect(delivery).toMatchObject({ status: "failed", attempts: [{ status: null, error: "url_not_allowed" }] });
      expect(internet.requests).not.toContain("hooks.example.com");
    },
  );

  it("sends nothing to a host that has no address", async () => {
    const { client } = await newTenant();
    const { webhook } = await create(client);
    internet.addresses = [];
    const { delivery } = await client.webhooks.test.mutate({ id: webhook.id });
    expect(delivery).toMatchObject({ status: "failed", attempts: [{ status: null, error: "unreachable" }] });
  });
});

describe("webhooks.delete", () => {
  it("deletes a webhook, whose queued deliveries end", async () => {
    const { client, object, id: tenantId } = await newTenant();
    const { webhook } = await create(client);
    await client.apiKeys.create.mutate({ kind: "publishable", name: "x" });
    await object.sealAll();
    const { id } = webhook;
    expect(await client.webhooks.delete.mutate({ id })).toEqual({ id });
    expect((await client.webhooks.deliveries.query({ status: "waiting" })).items).toEqual([]);
    expect(await errorOf(client.webhooks.delete.mutate({ id }))).toMatchObject({ code: "webhook_not_found" });
    await runDurableObjectAlarm(env.TENANT_STATE.getByName(tenantId));
    await expect
      .poll(async () => (await client.webhooks.deliveries.query({})).items.map(({ status }) => status))
      .toEqual(expect.arrayContaining(["failed"]));
    expect((await client.webhooks.deliveries.query({ status: "waiting" })).items).toEqual([]);
  });
});

describe("a webhook that the service disables", () => {
  it("is in the audit log as an alert, and its creator is emailed once", async () => {
    const { client, id: tenantId } = await newTenant();
    const operator = clientFor({ token: world.token, tenant: tenantId });
    const { webhook } = await operator.webhooks.create.mutate({ url: URL_OF_HOOK });
    const { app } = isolate(new StandingClock());
    const event = (id: string) => ({
      ...{ id, tenantId, event: "webhooks.disabled", actor: "system", subject: null, outcome: "ok", ip: "" },
      ...{ details: { id: webhook.id, reason: "failing" }, requestId: "", at: new Date() },
    });
    await app.webhooks.disable(event("evt_1"), webhook.id, "failing");
    // The second one changes nothing, and writes no event.
    await app.webhooks.disable(event("evt_2"), webhook.id, "gone");
    const { webhook: read } = await client.webhooks.get.query({ id: webhook.id });
    expect(read).toMatchObject({ enabled: false, disabledReason: "failing" });
    const { items } = await client.events.list.query({ event: "webhooks.disabled" });
    expect(items).toMatchObject([{ id: "evt_1", alert: true, object: webhook.id }]);
    await runSchedule(app);
    await runSchedule(app);
    const { items: emails } = await world.admin.emails.outbox.list.query({ limit: 1000 });
    const sent = emails.filter(({ kind }) => kind === "webhook_disabled");
    expect(sent).toMatchObject([{ to: expect.stringContaining("@") }]);
  });
});
