import { beforeAll, describe, expect, it } from "vitest";
import { guarding } from "../../test/customers.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { newKey } from "./api-key.ts";
import { KnownCustomerKeys } from "./key-cache.ts";

let world: World;
let acme: ReturnType<typeof guarding>;
beforeAll(async () => {
  world = await createWorld();
  acme = guarding(world.acme.client);
});
const issue: typeof acme.issue = (more) => acme.issue(more);
const verify: typeof acme.verify = (key, asked) => acme.verify(key, asked);
const codeOf: typeof acme.codeOf = (key, asked) => acme.codeOf(key, asked);

describe("a verification is never an error, and says why a key is not good", () => {
  it.each([
    ["text", "key_malformed"],
    ["", "key_malformed"],
    ["ck_live_00000000000000000000000000000000000000000000000000", "key_malformed"],
    [newKey("customer", "live"), "key_invalid"],
    [newKey("customer", "live", "acme"), "key_invalid"],
    // The tenant's own keys are none of its customers'.
    [newKey("secret", "live"), "key_malformed"],
  ])("%j is %s", async (key, code) => {
    expect(await verify(key)).toMatchObject({
      valid: false,
      code,
      keyId: null,
      ownerId: null,
      scopes: [],
      metadata: {},
    });
  });

  it("reads up to 4,096 characters", async () => {
    expect(await codeOf("x".repeat(4096))).toBe("key_malformed");
  });

  it.each([
    ["longer than 4,096 characters", "x".repeat(4097)],
    ["not well-formed Unicode", "\ud800"],
  ])("refuses a key that is %s as input", async (_, key) => {
    await expect(verify(key)).rejects.toMatchObject({ data: { code: "invalid_input" } });
  });

  it("its own secret key is none", async () => {
    expect(await codeOf(world.acme.secretKey)).toBe("key_malformed");
  });

  it("a key of another tenant is unknown, whatever is known of it here already", async () => {
    const globex = guarding(world.globex.client);
    const { key, apiKey } = await issue();
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(key)).toBe("valid");
      expect(await globex.verify(key)).toMatchObject({ code: "key_invalid", keyId: null });
    }
    await world.acme.client.apiKeys.customers.revoke.mutate({ id: apiKey.id });
    expect([await codeOf(key), await globex.codeOf(key)]).toEqual(["key_revoked", "key_invalid"]);
  });

  it("scopes are all needed, and compared byte by byte", async () => {
    const { key } = await issue({ scopes: ["docs.read", "docs.*"], quota: { remaining: 1 } });
    expect(await verify(key, { scopes: ["docs.read", "docs.write", "DOCS.READ"] })).toMatchObject({
      valid: false,
      code: "insufficient_scope",
      missingScopes: ["docs.write", "DOCS.READ"],
    });
    // What was refused has cost nothing.
    expect(await verify(key, { scopes: ["docs.read"] })).toMatchObject({ valid: true, remaining: 0 });
  });

  it("addresses are asked for where the key is bound to some", async () => {
    const { key } = await issue({ allowedIpRanges: ["192.0.2.0/24", "2001:db8::/32"] });
    expect(await codeOf(key)).toBe("ip_not_allowed");
    expect(await codeOf(key, { ip: "203.0.113.9" })).toBe("ip_not_allowed");
    expect(await codeOf(key, { ip: "not an address" })).toBe("ip_not_allowed");
    for (const ip of ["192.0.2.7", "::ffff:192.0.2.7", "2001:DB8::1"]) expect(await codeOf(key, { ip })).toBe("valid");
  });

  it("keys end, are switched off and on, and come to their end, in the tenant's time", async () => {
    const { client } = await createTestTenant(world.admin, "customers-in-time");
    const { customers } = client.apiKeys;
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { key, apiKey } = await customers.create.mutate({ name: "short", expiresAt });
    const code = () => guarding(client).codeOf(key);
    expect(key).toMatch(/^ck_test_/);
    expect(await guarding(client).verify(key)).toMatchObject({ valid: true, expiresAt });
    await customers.update.mutate({ id: apiKey.id, enabled: false });
    expect(await code()).toBe("key_disabled");
    await customers.update.mutate({ id: apiKey.id, enabled: true });
    expect(await code()).toBe("valid");
    await client.testing.clock.advance.mutate({ seconds: 3601 });
    expect(await code()).toBe("key_expired");
    await customers.update.mutate({ id: apiKey.id, expiresAt: null });
    expect(await code()).toBe("valid");
    await customers.revoke.mutate({ id: apiKey.id });
    expect(await code()).toBe("key_revoked");
  });
});

describe("what is changed holds from the next use on, in every isolate that knows the key", () => {
  /** An isolate, and how often it has read a key or called the tenant's state for one. */
  function counted() {
    const { app } = isolate(new MovedClock());
    const seen = { reads: 0, calls: 0 };
    const store = {
      findCustomerKey: async (tenantId: string, hash: string) => {
        seen.reads++;
        return await app.apiKeys.findCustomerKey(tenantId, hash);
      },
    };
    const keyUsage: AppDeps["keyUsage"] = (tenantId) => {
      const usage = app.keyUsage(tenantId);
      return {
        countUse: async (use) => await usage.countUse(use).finally(() => seen.calls++),
        countUseAt: async (version, use) => await usage.countUseAt(version, use).finally(() => seen.calls++),
        remainingOf: async (keys, now) => await usage.remainingOf(keys, now),
      };
    };
    const parts = { keyUsage, knownCustomerKeys: new KnownCustomerKeys(store) } satisfies Partial<AppDeps>;
    const { clientFor } = isolate(new MovedClock(), parts);
    return {
      seen,
      verify: async (key: string) => await guarding(clientFor({ key: world.acme.secretKey })).verify(key),
    };
  }

  it("a key that an isolate knows takes one call of the tenant's state, and no read", async () => {
    const { key } = await issue({ quota: { remaining: 100 } });
    const { seen, verify } = counted();
    await verify(key);
    expect(seen).toEqual({ reads: 1, calls: 2 });
    for (let i = 0; i < 5; i++) expect((await verify(key)).valid).toBe(true);
    expect(seen).toEqual({ reads: 1, calls: 7 });
  });

  it("a key that is revoked, switched off, changed or rotated is so at once", async () => {
    const isolates = [counted(), counted(), counted()];
    const { customers } = world.acme.client.apiKeys;
    const changes: [string, (id: string) => Promise<unknown>][] = [
      ["key_revoked", (id) => customers.revoke.mutate({ id })],
      ["key_disabled", (id) => customers.update.mutate({ id, enabled: false })],
      ["ip_not_allowed", (id) => customers.update.mutate({ id, allowedIpRanges: ["192.0.2.1"] })],
      ["quota_exceeded", (id) => customers.update.mutate({ id, quota: { remaining: 0 } })],
      ["key_replaced", (id) => customers.rotate.mutate({ id, overlapSeconds: 0 })],
    ];
    for (const [code, change] of changes) {
      const { key, apiKey } = await issue();
      for (const { verify } of isolates) for (let i = 0; i < 2; i++) expect((await verify(key)).code).toBe("valid");
      await change(apiKey.id);
      for (const { verify } of isolates) expect((await verify(key)).code).toBe(code);
    }
  });
});
