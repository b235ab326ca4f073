import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { send } from "../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";
import worker from "../worker.ts";
import { ACTIVE_SECONDS, PUBLISHED_SECONDS, RETIRING_SECONDS } from "./key-lifecycle.ts";
import { reencryptKeys } from "./key-rotation.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
const PASSWORD = "an unlikely sentence";
const secret = (id: string, fill: string) => `${id}:${btoa(fill.repeat(32))}`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** A tenant with a signed-in user, in a fresh isolate with its own clock. */
async function signedIn() {
  const clock = new MovedClock();
  const { app, clientFor } = isolate(clock);
  const created = await createTenant(world.admin, `signed-in-${++tenants}`);
  const person = { email: "anne@example.com", password: PASSWORD };
  await created.browser.auth.register.mutate(person);
  const lasting = { sessionIdleSeconds: 90 * DAY, sessionAbsoluteSeconds: 365 * DAY };
  await created.client.tenants.settings.update.mutate(lasting);
  const client = clientFor({ key: created.secretKey });
  let { refreshToken } = await client.auth.login.mutate(person);
  const token = async () => {
    const next = await client.auth.refresh.mutate({ refreshToken });
    refreshToken = next.refreshToken;
    return next.accessToken;
  };
  const states = async () => (await client.auth.keys.list.query()).keys.map((key) => key.status).sort();
  return { ...created, app, clock, client, clientFor, token, states };
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const me = (token: string) => clientFor({ token }).auth.me.query();

it("the first key is created exactly once by 100 concurrent cold isolates", async () => {
  const { tenant, token } = await signedIn();
  await token();
  await env.DB.prepare("DELETE FROM signing_keys WHERE tenant_id = ?").bind(tenant.id).run();
  const isolates = Array.from({ length: 100 }, () => isolate(new MovedClock()).app);
  const signers = await Promise.all(
    isolates.map(({ signingKeys, clock }) => signingKeys.signer(tenant.id, null, clock.now(), "EdDSA")),
  );
  const { results } = await env.DB.prepare("SELECT kid, state FROM signing_keys WHERE tenant_id = ?")
    .bind(tenant.id)
    .all();
  expect(results).toMatchObject([{ state: "active" }]);
  expect(new Set(signers.map((signer) => signer.kid))).toEqual(new Set([results[0]?.kid]));
  await me(await token());
});

describe("the scheduled rotation of signing keys", () => {
  it("publishes, promotes, retires and deletes a key, each at its time", async () => {
    const { app, clock, token, states } = await signedIn();
    const first = kidOf(await token());
    expect(await states()).toEqual(["active"]);
    await runSchedule(app);
    expect(await states()).toEqual(["active", "next"]);
    clock.advance(ACTIVE_SECONDS - HOUR);
    await runSchedule(app);
    expect(kidOf(await token())).toBe(first);
    clock.advance(HOUR);
    await runSchedule(app);
    expect(await states()).toEqual(["active", "next", "retiring"]);
    expect(kidOf(await token())).not.toBe(first);
    clock.advance(RETIRING_SECONDS);
    await runSchedule(app);
    expect(await states()).toEqual(["active", "next"]);
  });

  it("creates and promotes one key in many concurrent runs", async () => {
    const { app, clock, client, states } = await signedIn();
    await Promise.all(Array.from({ length: 8 }, () => runSchedule(app)));
    expect(await states()).toEqual(["active", "next"]);
    const [next] = (await client.auth.keys.list.query()).keys.filter((key) => key.status === "next");
    clock.advance(ACTIVE_SECONDS);
    await Promise.all(Array.from({ length: 8 }, () => runSchedule(app)));
    const { keys } = await client.auth.keys.list.query();
    expect(keys.map((key) => key.status).sort()).toEqual(["active", "next", "retiring"]);
    expect(keys.find((key) => key.status === "active")?.kid).toBe(next?.kid);
  });

  it("is run by the Worker's cron trigger", async () => {
    const { states } = await signedIn();
    await worker.scheduled(createScheduledController(), env);
    expect(await states()).toEqual(["active", "next"]);
  });

  it("runs the other jobs if one fails, and throws the failure", async () => {
    const { app } = await signedIn();
    let reencrypted = 0;
    const signingKeyStore = Object.assign(Object.create(app.signingKeyStore), {
      page: async () => Promise.reject(new Error("The first job fails.")),
      encryptedWithOther: async () => ({ keys: [], total: reencrypted++ }),
    });
    await expect(runSchedule({ ...app, signingKeyStore })).rejects.toThrow("The first job fails.");
    expect(reencrypted).toBe(1);
  });
});

describe("auth.keys.rotate", () => {
  it("promotes the next key immediately if it was published long enough", async () => {
    const { app, clock, client, token } = await signedIn();
    await runSchedule(app);
    clock.advance(PUBLISHED_SECONDS);
    const before = await token();
    const { keys, rotatesAt } = await client.auth.keys.rotate.mutate({});
    expect(rotatesAt.getTime()).toBeLessThanOrEqual(clock.now().getTime());
    expect(keys.map((key) => key.status).sort()).toEqual(["active", "next", "retiring"]);
    expect(kidOf(await token())).not.toBe(kidOf(before));
    expect((await client.auth.keys.list.query()).keys.find((key) => key.kid === kidOf(before))?.status).toBe(
      "retiring",
    );
  });

  it("otherwise promotes it once it was published for 12 minutes", async () => {
    const { app, clock, client, token } = await signedIn();
    const before = kidOf(await token());
    const { keys, rotatesAt } = await client.auth.keys.rotate.mutate({});
    expect(keys.map((key) => key.status).sort()).toEqual(["active", "next"]);
    expect((rotatesAt.getTime() - clock.now().getTime()) / 1000).toBeGreaterThan(600);
    await runSchedule(app);
    expect(kidOf(await token())).toBe(before);
    clock.advance(PUBLISHED_SECONDS);
    await runSchedule(app);
    expect(kidOf(await token())).not.toBe(before);
  });

  it("with compromised drops every key: their tokens are refused immediately, sessions continue", async () => {
    const { app, client, clock, token, states, tenant } = await signedIn();
    await runSchedule(app);
    clock.advance(PUBLISHED_SECONDS);
    await client.auth.keys.rotate.mutate({});
    const before = await token();
    const { clientFor: other } = isolate(clock);
    await other({ token: before }).auth.me.query();
    const jwks = `/t/${tenant.slug}/.well-known/jwks.json`;
    expect((await send(jwks)).text).toContain(kidOf(before));

    await client.auth.keys.rotate.mutate({ compromised: true });
    expect(await states()).toEqual(["active"]);
    expect(await errorOf(other({ token: before }).auth.me.query())).toMatchObject({ code: "token_invalid" });
    expect((await send(jwks)).text).not.toContain(kidOf(before));
    const after = await token();
    expect((await send(jwks)).text).toContain(kidOf(after));
    await other({ token: after }).auth.me.query();
  });

  it("is allowed to the tenant's servers and the platform's admins", async () => {
    const { browser, secretKey, tenant } = await signedIn();
    expect(await errorOf(browser.auth.keys.rotate.mutate({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(browser.auth.keys.list.query())).toMatchObject({ code: "forbidden" });
    const [own] = (await clientFor({ key: secretKey }).auth.keys.list.query()).keys;
    const [seen] = (await clientFor({ token: world.token, tenant: tenant.slug }).auth.keys.list.query()).keys;
    expect(seen).toEqual(own);
    expect(Object.keys(own ?? {}).sort()).toEqual(["algorithm", "createdAt", "kid", "status", "statusSince"]);
  });
});

it("a change of the algorithm publishes a key first, then promotes it, and back the same way", async () => {
  const { app, clock, client, token } = await signedIn();
  await runSchedule(app);
  const algorithms = async () =>
    (await client.auth.keys.list.query()).keys.map((key) => `${key.status} ${key.algorithm}`).sort();
  await client.tenants.settings.update.mutate({ tokenAlgorithm: "ES256" });
  expect(await algorithms()).toEqual(["active EdDSA", "next ES256"]);
  clock.advance(PUBLISHED_SECONDS);
  await runSchedule(app);
  expect(await algorithms()).toEqual(["active ES256", "next ES256", "retiring EdDSA"]);
  const signed = await token();
  expect(decodeProtectedHeader(signed)).toMatchObject({ alg: "ES256", typ: "at+jwt" });
  await isolate(clock).clientFor({ token: signed }).auth.me.query();
  await client.tenants.settings.update.mutate({ tokenAlgorithm: null });
  expect(await algorithms()).toEqual(["active ES256", "next EdDSA"].concat("retiring EdDSA"));
});

describe("stored private keys", () => {
  it("are encrypted, and decrypted only for their own tenant and id", async () => {
    const { app, tenant } = await signedIn();
    const [row] = await app.signingKeyStore.list(tenant.id);
    if (row === undefined) throw new Error("There is no key.");
    expect(row.privateKey).toMatch(/^v2\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]+$/);
    expect(JSON.parse(await app.keyCipher.decrypt(row))).toMatchObject({ d: expect.any(String) });
    await expect(app.keyCipher.decrypt({ ...row, tenantId: "ten_other" })).rejects.toThrow();
    await expect(app.keyCipher.decrypt({ ...row, kid: "other" })).rejects.toThrow();
  });

  it("are re-encrypted with the newest version of JWT_SECRET, so that older ones can be dropped", async () => {
    const { app, tenant, token, clock } = await signedIn();
    const signed = await token();
    const old = `${secret("v2", "j")},${secret("v1", "i")}`;
    const [v3, both] = [secret("v3", "k"), `${secret("v3", "k")},${old}`];
    const sealedWith = async () => (await app.signingKeyStore.list(tenant.id)).map((row) => row.privateKey.slice(0, 3));
    const signer = async (JWT_SECRET: string) =>
      await isolate(clock, {}, { JWT_SECRET }).app.signingKeys.signer(tenant.id, null, clock.now(), "EdDSA");

    await expect(signer(v3)).rejects.toThrow("no version v2");
    await runSchedule(isolate(clock, {}, { JWT_SECRET: both }).app);
    expect(new Set(await sealedWith())).toEqual(new Set(["v3."]));
    expect((await signer(v3)).kid).toBe(kidOf(signed));
    // And back, for the other tests.
    await runSchedule(isolate(clock, {}, { JWT_SECRET: `${old},${v3}` }).app);
    expect((await signer(old)).kid).toBe(kidOf(signed));
  });

  it("are reported if they can't be decrypted, and replaced on demand", async () => {
    const { client, tenant, token, clock } = await signedIn();
    const lost = isolate(clock, {}, { JWT_SECRET: secret("v9", "z") });
    const [row] = await lost.app.signingKeyStore.list(tenant.id);
    expect((await reencryptKeys(lost.app))?.lost).toContain(row?.kid);
    await client.auth.keys.rotate.mutate({ compromised: true });
    await me(await token());
  });
});
