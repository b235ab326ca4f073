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

/** A secret key of acme's, of its own. */
const newKey = async () => await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "known" });

/** An isolate, and how often it has read a key from the database. */
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

describe("a key that an isolate knows", () => {
  it("is read twice, since its tenant's version is known only then, and again after a minute", async () => {
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

  it("rule 24: is refused from the next call on, by every isolate that knows it, once it is revoked", async () => {
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

  it("comes with the tenant's settings as they are", async () => {
    const { key } = await newKey();
    const { clientFor } = counted();
    const minimum = async () => (await clientFor({ key }).tenants.settings.get.query()).minPasswordLength;
    for (let i = 0; i < 3; i++) expect(await minimum()).toBe(15);
    await world.acme.client.tenants.settings.update.mutate({ minPasswordLength: 20 });
    expect(await minimum()).toBe(20);
    await world.acme.client.tenants.settings.update.mutate({ minPasswordLength: null });
    expect(await minimum()).toBe(15);
  });

  it("is not kept as it was read when it was revoked while it was read", async () => {
    const { key, apiKey } = await newKey();
    const { reads, keyCache, clock } = counted();
    const hash = await hashKey(key);
    await keyCache.findByHash(hash, clock.now());
    reads.meanwhile = async () => void (await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id }));
    expect((await keyCache.findByHash(hash, clock.now()))?.key.revokedAt).toBeNull();
    reads.meanwhile = async () => {};
    expect((await keyCache.findByHash(hash, clock.now()))?.key.revokedAt).toBeInstanceOf(Date);
  });

  it("is nobody's where nobody has it, however often that is asked", async () => {
    const { reads, keyCache, clock } = counted();
    for (let i = 0; i < 3; i++) expect(await keyCache.findByHash("no such hash", clock.now())).toBeUndefined();
    expect(reads.count).toBe(3);
  });
});
