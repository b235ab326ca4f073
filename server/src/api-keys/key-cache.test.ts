import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { hashKey } from "./api-key.ts";
import { KeyCache } from "./key-cache.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** A new secret key of acme. */
const newKey = async () => await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "cached" });

/** An isolate that counts its reads of keys from the database. */
function counted(clock = new StandingClock()) {
  const { app } = isolate(clock);
  const reads = { count: 0, meanwhile: async () => {} };
  const store = {
    findByHash: async (hash: string) => {
      reads.count++;
      const found = await app.apiKeys.findByHash(hash);
      await reads.meanwhile();
      return found;
    },
  };
  const keyCache = new KeyCache(store, app.revocations);
  return { reads, clock, keyCache, ...isolate(clock, { keyCache } satisfies Partial<AppDeps>) };
}

describe("a cached key", () => {
  it("is read twice, because its version is known only after the first read, and again after a minute", async () => {
    const { key } = await newKey();
    const { reads, clock, clientFor } = counted();
    for (const expected of [1, 2, 2, 2]) {
      expect((await clientFor({ key }).tenants.get.query()).slug).toBe("acme");
      expect(reads.count).toBe(expected);
    }
    clock.advance(61);
    await clientFor({ key }).tenants.get.query();
    expect(reads.count).toBe(3);
  });

  it("rule 24: is refused by every isolate from the next call on once it is revoked", async () => {
    const { key, apiKey } = await newKey();
    const isolates = [counted(), counted(), counted()];
    for (const { clientFor } of isolates) {
      for (let i = 0; i < 3; i++) await clientFor({ key }).tenants.get.query();
    }
    await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id });
    for (const { clientFor } of isolates) {
      expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "key_revoked" });
    }
  });

  it("comes with the tenant's current settings", async () => {
    const { key } = await newKey();
    const { clientFor } = counted();
    const minimum = async () => (await clientFor({ key }).tenants.settings.get.query()).minPasswordLength;
    for (let i = 0; i < 3; i++) expect(await minimum()).toBe(15);
    await world.acme.client.tenants.settings.update.mutate({ minPasswordLength: 20 });
    expect(await minimum()).toBe(20);
    await world.acme.client.tenants.settings.update.mutate({ minPasswordLength: null });
    expect(await minimum()).toBe(15);
  });

  it("is reread if it was revoked during the read", async () => {
    const { key, apiKey } = await newKey();
    const { reads, keyCache, clock } = counted();
    const hash = await hashKey(key);
    await keyCache.findByHash(hash, clock.now());
    reads.meanwhile = async () => void (await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id }));
    expect((await keyCache.findByHash(hash, clock.now()))?.key.revokedAt).toBeNull();
    reads.meanwhile = async () => {};
    expect((await keyCache.findByHash(hash, clock.now()))?.key.revokedAt).toBeInstanceOf(Date);
  });

  it("is undefined for a key that doesn't exist, on every lookup", async () => {
    const { reads, keyCache, clock } = counted();
    for (let i = 0; i < 3; i++) expect(await keyCache.findByHash("no such hash", clock.now())).toBeUndefined();
    expect(reads.count).toBe(3);
  });
});
