import { beforeAll, describe, expect, it } from "vitest";
import { isolate, StandingClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { LastUse } from "../shared/last-use.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("the last use of a key", () => {
  it("is accurate to a few minutes, because only some uses are stored", async () => {
    const clock = new StandingClock();
    const isolated = isolate(clock);
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "used" });
    const lastUsed = async () => (await world.acme.client.apiKeys.get.query({ id: apiKey.id })).lastUsedAt?.getTime();
    expect(await lastUsed()).toBeUndefined();
    const call = async () => await isolated.clientFor({ key }).tenants.get.query();
    await call();
    const first = (await lastUsed()) ?? 0;
    expect(first).toBe(clock.now().getTime());
    clock.advance(4 * 60);
    await call();
    expect(await lastUsed()).toBe(first);
    clock.advance(61);
    await call();
    expect((await lastUsed()) ?? 0).toBeGreaterThanOrEqual(first + 5 * 60_000);
  });

  it("is stored once for many concurrent calls, and when a customer's key is verified", async () => {
    const writes: string[] = [];
    const { app } = isolate(new StandingClock());
    const noteUse = async (id: string) => void writes.push(id);
    const keyLastUse = new LastUse({ noteUse });
    const { clientFor: from } = isolate(new StandingClock(), { keyLastUse } satisfies Partial<typeof app>);
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "busy" });
    const customer = await world.acme.client.apiKeys.customers.create.mutate({ name: "busy" });
    await Promise.all(Array.from({ length: 20 }, () => from({ key }).apiKeys.verify.mutate({ key: customer.key })));
    expect(writes.sort()).toEqual([apiKey.id, customer.apiKey.id].sort());
  });
});
