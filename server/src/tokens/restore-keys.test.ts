import { decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";
import { PUBLISHED_SECONDS, RETIRING_SECONDS } from "./key-lifecycle.ts";

const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let count = 0;
/** A tenant with a user, whose next key is published. */
async function tenantWithKeys() {
  const clock = new MovedClock();
  const { app, clientFor: at } = isolate(clock);
  const { secretKey, browser } = await createTenant(world.admin, `restored-${++count}`);
  await browser.auth.register.mutate(PERSON);
  const client = at({ key: secretKey });
  const sign = async () => {
    const { accessToken } = await client.auth.login.mutate(PERSON);
    return { accessToken, kid: decodeProtectedHeader(accessToken).kid };
  };
  await sign();
  await runSchedule(app);
  const active = async () => (await client.auth.keys.list.query()).keys.find(({ status }) => status === "active")?.kid;
  return { app, at, clock, client, sign, active };
}

describe("auth.keys.restore", () => {
  it("cancels a requested rotation", async () => {
    const { app, client, clock, active } = await tenantWithKeys();
    const before = await active();
    await client.auth.keys.rotate.mutate({});
    expect(await client.auth.keys.restore.mutate()).toMatchObject({ restored: true });
    clock.advance(PUBLISHED_SECONDS);
    await runSchedule(app);
    expect(await active()).toBe(before);
  });

  it("has the previous key sign again, and tokens of both keys stay valid", async () => {
    const { at, client, clock, sign } = await tenantWithKeys();
    clock.advance(PUBLISHED_SECONDS);
    const first = await sign();
    await client.auth.keys.rotate.mutate({});
    const second = await sign();
    expect(second.kid).not.toBe(first.kid);
    const { keys } = await client.auth.keys.restore.mutate();
    expect(keys.map(({ status }) => status).sort()).toEqual(["active", "next", "retiring"]);
    expect(await client.auth.keys.restore.mutate()).toMatchObject({ restored: false });
    const third = await sign();
    expect(third.kid).toBe(first.kid);
    for (const { accessToken } of [first, second, third]) {
      expect((await at({ token: accessToken }).auth.me.query()).user.email).toBe(PERSON.email);
    }
  });

  it("changes nothing once the previous key no longer verifies", async () => {
    const { client, clock, active } = await tenantWithKeys();
    clock.advance(PUBLISHED_SECONDS);
    await client.auth.keys.rotate.mutate({});
    clock.advance(RETIRING_SECONDS);
    const before = await active();
    expect(await client.auth.keys.restore.mutate()).toMatchObject({ restored: false });
    expect(await active()).toBe(before);
  });

  it("refuses a publishable key", async () => {
    const call = clientFor({ key: world.acme.publishableKey }).auth.keys.restore.mutate();
    expect(await errorOf(call)).toMatchObject({ code: "forbidden" });
  });
});
