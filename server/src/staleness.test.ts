import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../test/client.ts";
import { isolate, MovedClock } from "../test/moved.ts";
import { createTenant, createWorld, type World } from "../test/world.ts";

const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** KV that answers as it did a minute ago, as another edge's may: what it was requests once it goes on saying. */
function heldBack(namespace: KVNamespace): KVNamespace {
  const known = new Map<string, unknown>();
  return new Proxy(namespace, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "get") return value.bind(target);
      return async (...requests: unknown[]) => {
        const key = JSON.stringify(requests);
        if (!known.has(key)) known.set(key, await value.apply(target, requests));
        return known.get(key);
      };
    },
  });
}

/** An isolate at an edge whose KV is a minute behind, all of it. */
function behind() {
  const { TENANT_CACHE, JWKS_CACHE, DASHBOARD_CACHE, PASSWORD_BLOCKLIST } = env;
  const namespaces = { TENANT_CACHE, JWKS_CACHE, DASHBOARD_CACHE, PASSWORD_BLOCKLIST };
  const stale = Object.entries(namespaces).map(([name, namespace]) => [name, heldBack(namespace)]);
  return isolate(new MovedClock(), {}, Object.fromEntries(stale));
}

let made = 0;
/** A tenant with a session, known to isolates that have answered for it several times. */
async function settled() {
  const created = await createTenant(world.admin, `stale-${++made}`);
  await created.browser.auth.register.mutate(PERSON);
  const session = await created.browser.auth.login.mutate(PERSON);
  const edges = [behind(), behind()];
  const met = async () =>
    await Promise.all(
      edges.map(async ({ clientFor, fetch }) => {
        await fetch(`http://auth.test/t/${created.tenant.slug}/.well-known/jwks.json`);
        const calls: Promise<unknown>[] = [
          clientFor({ key: created.secretKey }).tenants.get.query(),
          clientFor({ key: created.publishableKey, token: session.accessToken }).auth.me.query(),
          clientFor({ token: session.accessToken }).auth.me.query(),
        ];
        return await Promise.all(calls.map((call) => call.then(() => "ok", codeOf)));
      }),
    );
  for (let i = 0; i < 3; i++) expect(await met()).toEqual(Array(2).fill(["ok", "ok", "ok"]));
  return { ...created, session, met, admin: clientFor({ token: world.token, tenant: created.tenant.slug }) };
}

const codeOf = async (error: unknown) => (await errorOf(Promise.reject(error))).code;

describe.each([
  ["as it is", async () => {}],
  ["whose objects are evicted in between", abortAllDurableObjects],
])("an edge whose KV is a minute behind, %s,", (_, evict) => {
  it("rule 24: refuses a revoked key on the next call", async () => {
    const { client, met } = await settled();
    const { items } = await client.apiKeys.list.query({});
    const secret = items.find((key) => key.kind === "secret");
    await client.apiKeys.revoke.mutate({ id: secret?.id ?? "" });
    await evict();
    expect(await met()).toEqual(Array(2).fill(["key_revoked", "ok", "ok"]));
  });

  it("rule 24: refuses everybody of a suspended tenant on the next call, and lets them in again", async () => {
    const { admin, met } = await settled();
    await admin.tenants.suspend.mutate();
    await evict();
    expect(await met()).toEqual(Array(2).fill(Array(3).fill("tenant_suspended")));
    await admin.tenants.resume.mutate();
    await evict();
    // The token was issued before, and stays refused.
    expect(await met()).toEqual(Array(2).fill(["ok", "tenant_suspended", "tenant_suspended"]));
  });

  it("rule 24: refuses a user's token once the user is banned", async () => {
    const { client, session, met } = await settled();
    await client.users.ban.mutate({ id: session.user.id });
    await evict();
    expect(await met()).toEqual(Array(2).fill(["ok", "user_banned", "user_banned"]));
  });
});
