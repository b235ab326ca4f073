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

describe("apiKeys.reportLeak", () => {
  it("revokes the reported key and nothing else of the tenant", async () => {
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
    const withKey = clientFor({ key });
    for (let i = 0; i < 3; i++) await withKey.tenants.get.query();
    expect(await report(key, "https://git.example.com/acme/app/blob/main/.env")).toBe("received");
    expect(await errorOf(withKey.tenants.get.query())).toMatchObject({ code: "key_revoked" });
    expect(await world.acme.client.apiKeys.get.query({ id: apiKey.id })).toMatchObject({
      revokedAt: expect.any(Date),
      revokeReason: "leaked",
      leakSource: "https://git.example.com/acme/app/blob/main/.env",
    });
  });

  it("revokes restricted keys and customers' keys too", async () => {
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

  it("returns the same result for an active, a revoked and an unknown key", async () => {
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

  it("recognizes texts that aren't keys, and publishable keys, from the text alone", async () => {
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

  it("accepts every caller, including those with credentials of another tenant", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
    await world.globex.client.apiKeys.reportLeak.mutate({ key });
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "key_revoked" });
  });
});

it("rule 24: a leaked key's sessions end with it", async () => {
  const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "found" });
  const person = { email: "lea@example.com", password: "an unlikely sentence" };
  await world.acme.browser.auth.register.mutate(person);
  const { accessToken: token } = await clientFor({ key }).auth.login.mutate(person);
  await report(key);
  expect(await errorOf(clientFor({ token }).auth.me.query())).toMatchObject({ code: "session_ended" });
});

it("a reported leak is recorded once, in the audit logs of the tenant and the platform", async () => {
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

describe("the creator of a leaked key", () => {
  it("gets one email, even if the key was created through other keys", async () => {
    const platform = await platformId();
    const byAdmin = clientFor({ token: world.token, tenant: "acme" });
    const first = await byAdmin.apiKeys.create.mutate({ kind: "secret", name: "first" });
    const second = await clientFor({ key: first.key }).apiKeys.create.mutate({ kind: "secret", name: "second" });
    const { key } = await clientFor({ key: second.key }).apiKeys.create.mutate({ kind: "secret", name: "third <b>" });
    for (let i = 0; i < 2; i++) await report(key);
    const emails = (await emailsOf(platform, ADMIN.email)).filter(({ kind }) => kind === "api_key_leaked");
    const notified = emails.filter(({ values }) => values.name === "third <b>");
    expect(notified.map(({ values }) => values)).toMatchObject([{ tenant: "acme", hint: key.slice(-4) }]);
    expect(JSON.stringify(notified)).not.toContain(key.slice(8, -4));
  });

  it("the key is revoked even if the email can't be queued", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "orphan" });
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await env.DB.prepare("ALTER TABLE users RENAME TO away").run();
    try {
      expect(await report(key)).toBe("received");
    } finally {
      await env.DB.prepare("ALTER TABLE away RENAME TO users").run();
    }
    expect(error.mock.calls.join()).toContain("The email about a leaked key couldn't be queued.");
    expect(error.mock.calls.join()).not.toContain(key.slice(8));
    error.mockRestore();
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "key_revoked" });
  });
});
