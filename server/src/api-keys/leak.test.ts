import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailsOf } from "../../test/mailbox.ts";
import { send } from "../../test/raw.ts";
import { ADMIN, createWorld, type World } from "../../test/world.ts";
import { newKey } from "./api-key.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const report = async (key: string, where?: string) =>
  (await clientFor().apiKeys.reportLeak.mutate({ key, source: where })).result;

async function platformId(): Promise<string> {
  return (await clientFor({ token: world.token }).tenants.get.query()).id;
}

describe("whoever finds a key", () => {
  it("ends it by saying so, and nothing else of the tenant", async () => {
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
    const holder = clientFor({ key });
    for (let i = 0; i < 3; i++) await holder.tenants.get.query();
    expect(await report(key, "https://git.example.com/acme/app/blob/main/.env")).toBe("received");
    expect(await errorOf(holder.tenants.get.query())).toMatchObject({ code: "key_revoked" });
    expect(await world.acme.client.apiKeys.get.query({ id: apiKey.id })).toMatchObject({
      revokedAt: expect.any(Date),
      revokeReason: "leaked",
      leakSource: "https://git.example.com/acme/app/blob/main/.env",
    });
  });

  it("ends a restricted key and a customer's key too", async () => {
    const { apiKeys } = world.acme.client;
    const restricted = await apiKeys.create.mutate({ kind: "restricted", name: "found", scopes: ["tenants.get"] });
    const customer = await apiKeys.customers.create.mutate({ name: "found", prefix: "acme" });
    expect((await apiKeys.verify.mutate({ key: customer.key })).valid).toBe(true);
    expect([await report(restricted.key), await report(customer.key)]).toEqual(["received", "received"]);
    expect(await errorOf(clientFor({ key: restricted.key }).tenants.get.query())).toMatchObject({
      code: "key_revoked",
    });
    expect(await apiKeys.verify.mutate({ key: customer.key })).toMatchObject({ valid: false, code: "key_revoked" });
  });

  it("learns the same of a key that there is, that there was and that there never was", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
    const answers: string[] = [];
    for (const one of [
      key,
      key,
      newKey("secret", "live"),
      newKey("customer", "test", "acme"),
      newKey("restricted", "test"),
    ]) {
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ json: { key: one } }),
      };
      const { status, text, headers } = await send("/trpc/apiKeys.reportLeak", init);
      answers.push(`${status} ${text} ${[...headers.keys()].join()}`);
    }
    expect(new Set(answers).size).toBe(1);
  });

  it("learns that a text is none, or one that is meant to be seen, from the text alone", async () => {
    const { publishableKey, secretKey } = world.globex;
    expect(await report(publishableKey)).toBe("publishable");
    expect(await report(newKey("publishable", "live"))).toBe("publishable");
    const typo = secretKey.slice(0, -1) + (secretKey.endsWith("x") ? "y" : "x");
    expect([await report(typo), await report("hunter2"), await report("")]).toEqual(Array(3).fill("not_a_key"));
    expect((await clientFor({ key: secretKey }).tenants.get.query()).slug).toBe("globex");
    await errorOf(clientFor({ key: publishableKey }).tenants.get.query()).then(({ code }) =>
      expect(code).toBe("forbidden"),
    );
  });

  it("may be anybody, also with credentials of another tenant", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
    await world.globex.client.apiKeys.reportLeak.mutate({ key });
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "key_revoked" });
  });
});

it("rule 24: a leaked key takes the sessions with it that were opened with it", async () => {
  const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
  const person = { email: "lea@example.com", password: "an unlikely sentence" };
  await world.acme.browser.auth.register.mutate(person);
  const { accessToken: token } = await clientFor({ key }).auth.login.mutate(person);
  await report(key);
  expect(await errorOf(clientFor({ token }).auth.me.query())).toMatchObject({ code: "session_ended" });
});

it("it is written down for the tenant and for the platform, once each time it ends a key", async () => {
  const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
  const count = async (event: string, tenantId: string | null) => {
    const query =
      "SELECT * FROM audit_events WHERE event = ? AND tenant_id IS ? AND actor = 'anonymous' AND outcome = 'ok'";
    return (await env.DB.prepare(query).bind(event, tenantId).all()).results.length;
  };
  const before = [await count("apiKeys.leaked", world.acme.tenant.id), await count("apiKeys.reportLeak", null)];
  for (let i = 0; i < 3; i++) await report(key);
  const after = [await count("apiKeys.leaked", world.acme.tenant.id), await count("apiKeys.reportLeak", null)];
  expect(after.map((one, i) => one - (before[i] ?? 0))).toEqual([1, 3]);
});

describe("whoever made the key", () => {
  it("is told by mail, once, through however many keys it was made", async () => {
    const platform = await platformId();
    const byAdmin = clientFor({ token: world.token, tenant: "acme" });
    const first = await byAdmin.apiKeys.create.mutate({ kind: "secret", name: "first" });
    const second = await clientFor({ key: first.key }).apiKeys.create.mutate({ kind: "secret", name: "second" });
    const { key } = await clientFor({ key: second.key }).apiKeys.create.mutate({ kind: "secret", name: "third <b>" });
    for (let i = 0; i < 2; i++) await report(key);
    const letters = (await emailsOf(platform, ADMIN.email)).filter(({ kind }) => kind === "api_key_leaked");
    const told = letters.filter(({ values }) => values.name === "third <b>");
    expect(told.map(({ values }) => values)).toMatchObject([{ tenant: "acme", hint: key.slice(-4) }]);
    expect(JSON.stringify(told)).not.toContain(key.slice(8, -4));
  });

  it("not being told does not keep the key alive", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "orphan" });
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await env.DB.prepare("ALTER TABLE users RENAME TO away").run();
    try {
      expect(await report(key)).toBe("received");
    } finally {
      await env.DB.prepare("ALTER TABLE away RENAME TO users").run();
    }
    expect(error.mock.calls.join()).toContain("Nobody was told of a leaked key.");
    expect(error.mock.calls.join()).not.toContain(key.slice(8));
    error.mockRestore();
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "key_revoked" });
  });
});
