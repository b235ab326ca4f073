import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";
import { kindOfKey } from "./api-key.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

let world: World;
let test: World["acme"];
beforeAll(async () => {
  world = await createWorld();
  test = await createTestTenant(world.admin, "rotating");
});

type CreateInput = Parameters<World["acme"]["client"]["apiKeys"]["create"]["mutate"]>[0];

async function newKey(more: Partial<CreateInput> = {}) {
  return await test.client.apiKeys.create.mutate({ kind: "secret", name: "to rotate", ...more });
}
/** The result of a call with the key: `ok` or the error's code. */
async function codeOf(key: string): Promise<string> {
  const { tenants } = clientFor({ key });
  return await tenants.get.query().then(
    () => "ok",
    async (error) => (await errorOf(Promise.reject(error))).code,
  );
}
const rotate = async (id: string, overlapSeconds: number, more: object = {}) =>
  await test.client.apiKeys.rotate.mutate({ id, overlapSeconds, ...more });
const advance = async (seconds: number) => await test.client.testing.clock.advance.mutate({ seconds });

describe("a successor", () => {
  it("has the same properties and a new key and id", async () => {
    const expiresAt = new Date(Date.now() + 3650 * DAY * 1000);
    const properties = {
      kind: "restricted",
      name: "worker",
      scopes: ["authz.*", "tenants.get"],
      allowedIpRanges: ["10.0.0.0/8"],
      limits: [{ calls: 500, perSeconds: 60 }],
      metadata: { team: "core" },
      expiresAt,
    } as const;
    const { key, apiKey } = await newKey({
      ...properties,
      scopes: [...properties.scopes],
      allowedIpRanges: [...properties.allowedIpRanges],
      limits: [...properties.limits],
    });
    const next = await rotate(apiKey.id, 60);
    expect(next.apiKey).toMatchObject({
      ...properties,
      mode: "test",
      lastUsedAt: null,
      replacedBy: null,
      retiresAt: null,
    });
    expect(next.apiKey.id).not.toBe(apiKey.id);
    expect([kindOfKey(next.key), next.key === key]).toEqual(["restricted", false]);
    const old = await test.client.apiKeys.get.query({ id: apiKey.id });
    expect(old).toMatchObject({ replacedBy: next.apiKey.id, retiresAt: next.retiresAt, revokedAt: null });
    expect([await codeOf(key), await codeOf(next.key)]).toEqual(["ok", "ok"]);
  });

  it("expires at the requested time, or never", async () => {
    const expiresAt = new Date(Date.now() + 3650 * DAY * 1000);
    const { apiKey } = await newKey({ expiresAt });
    const later = new Date(expiresAt.getTime() + 1000);
    const next = await rotate(apiKey.id, 0, { expiresAt: later });
    expect(next.apiKey.expiresAt).toEqual(later);
    expect((await rotate(next.apiKey.id, 0, { expiresAt: null })).apiKey.expiresAt).toBeNull();
    const { apiKey: other } = await newKey();
    expect(await errorOf(rotate(other.id, 0, { expiresAt: new Date(0) }))).toMatchObject({ code: "invalid_input" });
  });
});

describe("the overlap", () => {
  it("of 0 seconds ends the key immediately in every isolate", async () => {
    const { key, apiKey } = await newKey();
    const isolates = Array.from({ length: 3 }, () => isolate(new MovedClock()).clientFor({ key }));
    for (const { tenants } of isolates) for (let i = 0; i < 3; i++) await tenants.get.query();
    const next = await rotate(apiKey.id, 0);
    for (const { tenants } of isolates) {
      expect(await errorOf(tenants.get.query())).toMatchObject({ code: "key_replaced", httpStatus: 401 });
    }
    expect(await codeOf(next.key)).toBe("ok");
  });

  it("lasts as long as requested, up to 30 days", async () => {
    const { key, apiKey } = await newKey();
    const next = await rotate(apiKey.id, 30 * DAY);
    await advance(30 * DAY - HOUR);
    expect([await codeOf(key), await codeOf(next.key)]).toEqual(["ok", "ok"]);
    await advance(HOUR);
    expect([await codeOf(key), await codeOf(next.key)]).toEqual(["key_replaced", "ok"]);
  });

  it("ends to the millisecond", async () => {
    const { apiKeys } = world.acme.client;
    const { key, apiKey } = await apiKeys.create.mutate({ kind: "secret", name: "exact" });
    const { retiresAt } = await apiKeys.rotate.mutate({ id: apiKey.id, overlapSeconds: 10 });
    const at = async (time: number) => {
      const { tenants } = isolate({ now: () => new Date(time) }).clientFor({ key });
      return await tenants.get.query().then(
        () => "ok",
        async (error) => (await errorOf(Promise.reject(error))).code,
      );
    };
    expect([await at(retiresAt.getTime() - 1), await at(retiresAt.getTime())]).toEqual(["ok", "key_replaced"]);
  });

  it("never outlasts the key's own expiry", async () => {
    const expiresAt = new Date(Date.now() + 400 * DAY * 1000);
    const { apiKey, key } = await newKey({ expiresAt });
    const next = await rotate(apiKey.id, 30 * DAY, { expiresAt: null });
    const { now } = await advance(1);
    await advance(Math.ceil((expiresAt.getTime() - now.getTime()) / 1000) + 1);
    expect([await codeOf(key), await codeOf(next.key)]).toEqual(["key_expired", "ok"]);
  });

  it.each([-1, 0.5, 30 * DAY + 1])("refuses %s seconds", async (seconds) => {
    const { apiKey } = await newKey();
    expect(await errorOf(rotate(apiKey.id, seconds))).toMatchObject({ code: "invalid_input" });
  });
});

describe("a rotated key", () => {
  it("can't be rotated or changed; the error names its successor", async () => {
    const { apiKey } = await newKey();
    const next = await rotate(apiKey.id, 600);
    const refusal = {
      code: "key_not_active",
      httpStatus: 409,
      details: { reason: "key_replaced", replacedBy: next.apiKey.id },
    };
    expect(await errorOf(rotate(apiKey.id, 600))).toMatchObject(refusal);
    expect(await errorOf(test.client.apiKeys.update.mutate({ id: apiKey.id, name: "x" }))).toMatchObject(refusal);
    const third = await rotate(next.apiKey.id, 600);
    expect((await test.client.apiKeys.get.query({ id: next.apiKey.id })).replacedBy).toBe(third.apiKey.id);
  });

  it("has one successor after concurrent rotations", async () => {
    const { apiKey } = await newKey({ name: "raced" });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => rotate(apiKey.id, 60)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await test.client.apiKeys.list.query({ search: "raced" })).items).toHaveLength(2);
  });

  it("can be revoked without its successor, and the other way round", async () => {
    const { revoke } = test.client.apiKeys;
    const one = await newKey();
    const next = await rotate(one.apiKey.id, 600);
    await revoke.mutate({ id: one.apiKey.id });
    expect([await codeOf(one.key), await codeOf(next.key)]).toEqual(["key_revoked", "ok"]);
    const two = await newKey();
    const gone = await rotate(two.apiKey.id, 600);
    await revoke.mutate({ id: gone.apiKey.id });
    expect([await codeOf(two.key), await codeOf(gone.key)]).toEqual(["ok", "key_revoked"]);
    await advance(601);
    expect(await codeOf(two.key)).toBe("key_replaced");
  });

  it("can't have been revoked or expired before", async () => {
    const revoked = await newKey();
    await test.client.apiKeys.revoke.mutate({ id: revoked.apiKey.id });
    expect(await errorOf(rotate(revoked.apiKey.id, 0))).toMatchObject({
      code: "key_not_active",
      details: { reason: "key_revoked" },
    });
    const { now } = await advance(1);
    const expired = await newKey({ expiresAt: new Date(now.getTime() + HOUR * 1000) });
    await advance(2 * HOUR);
    expect(await errorOf(rotate(expired.apiKey.id, 0))).toMatchObject({
      code: "key_not_active",
      details: { reason: "key_expired" },
    });
  });

  it("shares the count of its successor, so a rotation adds nothing", async () => {
    const { key, apiKey } = await newKey({ limits: [{ calls: 3, perSeconds: 3600 }] });
    expect(await codeOf(key)).toBe("ok");
    const next = await rotate(apiKey.id, 600);
    expect([await codeOf(next.key), await codeOf(key)]).toEqual(["ok", "ok"]);
    expect([await codeOf(next.key), await codeOf(key)]).toEqual(["rate_limited", "rate_limited"]);
  });

  it("can't belong to another tenant", async () => {
    const [theirs] = (await world.acme.client.apiKeys.list.query({})).items;
    expect(await errorOf(rotate(theirs?.id ?? "", 0))).toMatchObject({ code: "key_not_found", httpStatus: 404 });
  });
});

it("rule 24: users stay signed in through a rotation, and not through a revocation", async () => {
  const { key, apiKey } = await newKey({ kind: "publishable" });
  const person = { email: "rosa@example.com", password: "an unlikely sentence" };
  await clientFor({ key }).auth.register.mutate(person);
  const { accessToken: token } = await clientFor({ key }).auth.login.mutate(person);
  await rotate(apiKey.id, 0);
  expect(await codeOf(key)).toBe("key_replaced");
  expect((await clientFor({ token }).auth.me.query()).user.email).toBe(person.email);
  await test.client.apiKeys.revoke.mutate({ id: apiKey.id });
  expect(await errorOf(clientFor({ token }).auth.me.query())).toMatchObject({ code: "session_ended" });
});
