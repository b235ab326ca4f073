import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { customerKeysOf } from "../../test/customer-keys.ts";
import { createWorld, type World } from "../../test/world.ts";
import { kindOfKey } from "./api-key.ts";

let world: World;
let acme: ReturnType<typeof customerKeysOf>;
beforeAll(async () => {
  world = await createWorld();
  acme = customerKeysOf(world.acme.client);
});
const issue: typeof acme.issue = (more) => acme.issue(more);
const verify: typeof acme.verify = (key, request) => acme.verify(key, request);

describe("a customer's key", () => {
  it("has an owner and scopes, and is stored only as a hash", async () => {
    const metadata = { plan: "pro", seats: 5, nested: { a: [1, null] } };
    const requested = { ownerId: "cus_42", prefix: "acme", scopes: ["docs.read", "docs.write"], metadata };
    const { key, apiKey } = await issue(requested);
    expect(key).toMatch(/^acme_live_[0-9A-Za-z]{49}$/);
    expect(kindOfKey(key)).toBe("customer");
    expect(apiKey).toMatchObject({ ...requested, hint: key.slice(-4), enabled: true, quota: null, mode: "live" });
    expect(await verify(key, { scopes: ["docs.read"] })).toEqual({
      valid: true,
      code: "valid",
      keyId: apiKey.id,
      name: "customer",
      ownerId: "cus_42",
      scopes: ["docs.read", "docs.write"],
      missingScopes: [],
      metadata,
      expiresAt: null,
      remaining: null,
      refillsAt: null,
      limits: [],
      retryAfterSeconds: null,
    });
    const { results } = await env.DB.prepare("SELECT * FROM api_keys").all();
    expect(JSON.stringify(results)).not.toContain(key.slice(10));
  });

  it.each(["pk", "sk", "rk", "a", "Acme", "1acme", "acme_x", "a".repeat(17), ""])(
    "can't have the prefix %j",
    async (prefix) => {
      expect(await errorOf(issue({ prefix }))).toMatchObject({ code: "invalid_input" });
    },
  );

  it("can't call this API", async () => {
    const { key } = await issue({ scopes: ["tenants.get", "apiKeys.*"], prefix: "acme" });
    for (const client of [clientFor({ key }), clientFor({ headers: { authorization: `Bearer ${key}` } })]) {
      expect(await errorOf(client.tenants.get.query())).toMatchObject({
        code: "customer_key_not_allowed",
        httpStatus: 401,
      });
    }
  });

  it("is listed apart from the tenant's own keys", async () => {
    const { apiKey } = await issue({ name: "apart" });
    const { apiKeys } = world.acme.client;
    expect((await apiKeys.list.query({ search: "apart" })).items).toEqual([]);
    const [own] = (await apiKeys.list.query({})).items;
    const id = own?.id ?? "";
    for (const call of [
      () => apiKeys.get.query({ id: apiKey.id }),
      () => apiKeys.update.mutate({ id: apiKey.id, name: "x" }),
      () => apiKeys.rotate.mutate({ id: apiKey.id, overlapSeconds: 0 }),
      () => apiKeys.revoke.mutate({ id: apiKey.id }),
      () => apiKeys.customers.get.query({ id }),
      () => apiKeys.customers.update.mutate({ id, enabled: false }),
      () => apiKeys.customers.rotate.mutate({ id, overlapSeconds: 0 }),
      () => apiKeys.customers.revoke.mutate({ id }),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: "key_not_found", httpStatus: 404 });
    }
  });

  it("is found by owner, name and last characters, in pages", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await issue({ ownerId: "cus_list", name: `Numbered ${i}` })).apiKey.id);
    const { list, revoke } = world.acme.client.apiKeys.customers;
    const first = await list.query({ ownerId: "cus_list", limit: 3 });
    const second = await list.query({ ownerId: "cus_list", limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    const named = await list.query({ search: "numbered 3" });
    expect(named.items.map(({ id }) => id)).toEqual([ids[3]]);
    expect(
      (await list.query({ ownerId: "cus_list", search: named.items[0]?.hint ?? "" })).items.map(({ id }) => id),
    ).toContain(ids[3]);
    await revoke.mutate({ id: ids[0] ?? "" });
    expect((await list.query({ ownerId: "cus_list", status: "ended" })).items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list.query({ ownerId: "cus_list", status: "active" })).items).toHaveLength(4);
    expect((await list.query({ ownerId: "cus_nobody" })).items).toEqual([]);
  });
});
