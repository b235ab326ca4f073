import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createWorld, type World } from "../../test/world.ts";
import { kindOfKey, newKey } from "./api-key.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("the form of a key", () => {
  it.each([
    ["publishable", "live", "pk_live_"],
    ["secret", "test", "sk_test_"],
    ["restricted", "live", "rk_live_"],
    ["customer", "test", "ck_test_"],
  ] as const)("%s, %s", (kind, mode, prefix) => {
    const key = newKey(kind, mode);
    expect(key.startsWith(prefix)).toBe(true);
    expect(key).toHaveLength(prefix.length + 43 + 6);
    expect(kindOfKey(key)).toBe(kind);
  });

  it("shows any single typo, without asking anyone", () => {
    const key = newKey("secret", "live");
    for (let i = 8; i < key.length; i++) {
      const other = key.charAt(i) === "x" ? "y" : "x";
      expect(kindOfKey(key.slice(0, i) + other + key.slice(i + 1))).toBeUndefined();
    }
  });

  it("never repeats", () => {
    expect(new Set(Array.from({ length: 100 }, () => newKey("secret", "live"))).size).toBe(100);
  });
});

describe("creating a key", () => {
  it("gives one that works, kept only as a hash", async () => {
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "ci" });
    expect(apiKey).toMatchObject({ kind: "secret", mode: "live", name: "ci", hint: key.slice(-4), revokedAt: null });
    expect((await clientFor({ key }).tenants.get.query()).slug).toBe("acme");
    const { results } = await env.DB.prepare("SELECT * FROM api_keys").all();
    expect(JSON.stringify(results)).not.toContain(key.slice(8));
  });

  it("that ends at a time, ends then", async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "short", expiresAt });
    expect(apiKey.expiresAt).toEqual(expiresAt);
    expect((await clientFor({ key }).tenants.get.query()).slug).toBe("acme");
    const ended = Date.now() - 1;
    await rewrite(world.acme.tenant.id, "UPDATE api_keys SET expires_at = ? WHERE id = ?", ended, apiKey.id);
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({
      code: "key_expired",
      httpStatus: 401,
    });
  });

  it("refuses a time that has passed, and an unknown field rather than ignoring it", async () => {
    const create = (more: object) => world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "x", ...more });
    expect(await errorOf(create({ expiresAt: new Date(0) }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(create({ expires: new Date() }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(create({ kind: "restricted" }))).toMatchObject({ code: "invalid_input" });
  });

  it("keeps what is said of it, and no more of it than there is room for", async () => {
    const metadata = { team: "core", tags: ["a", 1, null], nested: { deep: true } };
    const create = (more: object) => world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "x", ...more });
    const { apiKey } = await create({ metadata });
    expect((await world.acme.client.apiKeys.get.query({ id: apiKey.id })).metadata).toEqual(metadata);
    for (const bad of [{ text: "x".repeat(4096) }, { at: new Date() }]) {
      expect(await errorOf(create({ metadata: bad }))).toMatchObject({ code: "invalid_input" });
    }
    for (const bad of [{ big: 1n }, { map: new Map() }]) {
      expect(await errorOf(create({ metadata: bad }))).toMatchObject({ code: "invalid_json" });
    }
  });

  it("is not for publishable keys", async () => {
    const create = world.acme.browser.apiKeys.create.mutate({ kind: "secret", name: "x" });
    expect(await errorOf(create)).toMatchObject({ code: "forbidden" });
  });
});

describe("revoking a key", () => {
  it("bites at once, and may be repeated", async () => {
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "leaked" });
    const holder = clientFor({ key });
    await holder.tenants.get.query();
    const revoked = await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id });
    expect(revoked.revokedAt).toBeInstanceOf(Date);
    expect(await errorOf(holder.tenants.get.query())).toMatchObject({ code: "key_revoked", httpStatus: 401 });
    expect(await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id })).toEqual(revoked);
  });

  it("reaches no other tenant's keys", async () => {
    const [victim] = (await world.globex.client.apiKeys.list.query({})).items;
    const attempt = world.acme.client.apiKeys.revoke.mutate({ id: victim?.id ?? "" });
    expect(await errorOf(attempt)).toMatchObject({ code: "key_not_found", httpStatus: 404 });
    expect((await world.globex.client.apiKeys.list.query({})).items[0]?.revokedAt).toBeNull();
  });
});

it("listing shows the tenant's own keys by pages, without the keys themselves", async () => {
  const { items } = await world.globex.client.apiKeys.list.query({});
  expect(items.map((key) => key.kind).sort()).toEqual(["publishable", "secret"]);
  const first = await world.globex.client.apiKeys.list.query({ limit: 1 });
  const second = await world.globex.client.apiKeys.list.query({ limit: 1, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items]).toEqual(items);
  expect(JSON.stringify(items)).not.toContain(world.globex.secretKey.slice(8));
});
