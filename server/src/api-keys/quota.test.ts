import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { customerKeysOf } from "../../test/customer-keys.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
let acme: ReturnType<typeof customerKeysOf>;
beforeAll(async () => {
  world = await createWorld();
  acme = customerKeysOf(world.acme.client);
});
const issue: typeof acme.issue = (more) => acme.issue(more);
const verify: typeof acme.verify = (key, request) => acme.verify(key, request);
const codeOf: typeof acme.codeOf = (key, request) => acme.codeOf(key, request);

describe("the remainder of a quota or limit", () => {
  it("a quota of N allows exactly N uses to 20 clients in 4 isolates", async () => {
    const N = 50;
    const { key, apiKey } = await issue({ quota: { remaining: N }, limits: [{ calls: 1000, perSeconds: 3600 }] });
    const isolates = Array.from({ length: 4 }, () => isolate(new MovedClock()));
    const clients = Array.from({ length: 20 }, (_, i) => isolates[i % 4]?.clientFor({ key: world.acme.secretKey }));
    const requests = clients.flatMap((client) =>
      Array.from({ length: 4 }, () => client?.apiKeys.verify.mutate({ key })),
    );
    const answers = await Promise.all(requests);
    expect(answers.filter((answer) => answer?.valid)).toHaveLength(N);
    const left = answers.flatMap((answer) => (answer?.valid ? [answer.remaining ?? -1] : []));
    expect(left.sort((x, y) => x - y)).toEqual(Array.from({ length: N }, (_, i) => i));
    expect(answers.filter((answer) => answer?.code === "quota_exceeded")).toHaveLength(80 - N);
    const shown = await world.acme.client.apiKeys.customers.get.query({ id: apiKey.id });
    expect(shown.quota).toEqual({ remaining: 0, refill: null, refillsAt: null });
  });

  it("survives the eviction of the tenant's object", async () => {
    const { key } = await issue({ quota: { remaining: 4 }, limits: [{ calls: 3, perSeconds: 3600 }] });
    const left: (number | null)[] = [];
    for (let i = 0; i < 4; i++) {
      await evictDurableObject(env.TENANT_STATE.getByName(world.acme.tenant.id));
      left.push((await verify(key)).remaining);
    }
    expect(left).toEqual([3, 2, 1, 1]);
    expect(await codeOf(key)).toBe("rate_limited");
  });

  it("a limit of N allows exactly N uses and returns how long to wait", async () => {
    const { key } = await issue({ limits: [{ calls: 25, perSeconds: 3600 }], quota: { remaining: 1000 } });
    const answers = await Promise.all(Array.from({ length: 60 }, () => verify(key)));
    expect(answers.filter(({ valid }) => valid)).toHaveLength(25);
    const refused = await verify(key);
    expect(refused).toMatchObject({ valid: false, code: "rate_limited", remaining: 975, limits: [{ remaining: 0 }] });
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(3600);
  });

  it("falls by the cost of a use; a cost of 0 only checks", async () => {
    const { key } = await issue({ quota: { remaining: 10 }, limits: [{ calls: 3, perSeconds: 3600 }] });
    expect(await verify(key, { cost: 0 })).toMatchObject({ valid: true, remaining: 10, limits: [{ remaining: 3 }] });
    expect(await verify(key, { cost: 7 })).toMatchObject({ valid: true, remaining: 3, limits: [{ remaining: 2 }] });
    expect(await verify(key, { cost: 4 })).toMatchObject({
      valid: false,
      code: "quota_exceeded",
      remaining: 3,
      limits: [{ remaining: 2 }],
    });
    expect(await verify(key, { cost: 3 })).toMatchObject({ valid: true, remaining: 0 });
  });

  it("is refilled each day or month, and can be set at any time", async () => {
    const { client } = await createTestTenant(world.admin, "refilled");
    const { customers } = client.apiKeys;
    const quota = { remaining: 1, refill: { amount: 2, every: "day" } } as const;
    const { key, apiKey } = await customers.create.mutate({ name: "daily", quota });
    const codes = async (count: number) => {
      const found: string[] = [];
      for (let i = 0; i < count; i++) found.push(await customerKeysOf(client).codeOf(key));
      return found;
    };
    expect(await codes(2)).toEqual(["valid", "quota_exceeded"]);
    await client.testing.clock.advance.mutate({ seconds: 86_400 });
    expect((await customers.get.query({ id: apiKey.id })).quota?.remaining).toBe(2);
    expect(await codes(3)).toEqual(["valid", "valid", "quota_exceeded"]);
    await customers.update.mutate({ id: apiKey.id, quota: { remaining: 1 } });
    expect(await codes(2)).toEqual(["valid", "quota_exceeded"]);
    await client.testing.clock.advance.mutate({ seconds: 40 * 86_400 });
    expect(await codes(1)).toEqual(["quota_exceeded"]);
    await customers.update.mutate({ id: apiKey.id, name: "renamed" });
    expect(await codes(1)).toEqual(["quota_exceeded"]);
    await customers.update.mutate({ id: apiKey.id, quota: null });
    expect(await codes(2)).toEqual(["valid", "valid"]);
    await customers.update.mutate({ id: apiKey.id, quota: { remaining: 1 } });
    expect(await codes(2)).toEqual(["valid", "quota_exceeded"]);
  });

  it("keeps credits above the refill's amount on a new day, and is refilled once they are used", async () => {
    const { client } = await createTestTenant(world.admin, "credits");
    const { customers, verify: check } = client.apiKeys;
    const quota = { remaining: 500, refill: { amount: 100, every: "day" } } as const;
    const { key } = await customers.create.mutate({ name: "credits", quota });
    const nextDay = async () => await client.testing.clock.advance.mutate({ seconds: 86_400 });
    expect((await check.mutate({ key })).remaining).toBe(499);
    await nextDay();
    expect((await check.mutate({ key, cost: 450 })).remaining).toBe(49);
    await nextDay();
    expect((await check.mutate({ key })).remaining).toBe(99);
  });

  it("is shared by a key and its successor, so a rotation adds nothing", async () => {
    const { customers } = world.acme.client.apiKeys;
    const { key, apiKey } = await issue({
      quota: { remaining: 5 },
      prefix: "acme",
      ownerId: "cus_7",
      limits: [{ calls: 4, perSeconds: 3600 }],
    });
    expect((await verify(key)).remaining).toBe(4);
    const next = await customers.rotate.mutate({ id: apiKey.id, overlapSeconds: 3600 });
    expect(next.key).toMatch(/^acme_live_/);
    expect(next.apiKey).toMatchObject({ ownerId: "cus_7", quota: { remaining: 4 } });
    expect((await verify(next.key)).remaining).toBe(3);
    expect((await verify(key)).remaining).toBe(2);
    const third = await customers.rotate.mutate({ id: next.apiKey.id, overlapSeconds: 0 });
    expect(await verify(third.key)).toMatchObject({ remaining: 1, limits: [{ remaining: 0 }] });
    expect(await codeOf(third.key)).toBe("rate_limited");
    expect(await codeOf(next.key)).toBe("key_replaced");
    // A new quota applies to the newest key, and the earlier count doesn't come back.
    await customers.update.mutate({ id: third.apiKey.id, quota: { remaining: 9 }, limits: [] });
    expect((await verify(third.key)).remaining).toBe(8);
    expect(await errorOf(customers.update.mutate({ id: apiKey.id, quota: { remaining: 99 } }))).toMatchObject({
      code: "key_not_active",
      details: { reason: "key_replaced", replacedBy: next.apiKey.id },
    });
  });
});
