import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { type CallOutcome, failAtEachStep } from "../../test/faults.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { reconcileTenants } from "../tenants/propagate.ts";

/** Timeout: each test makes its call dozens of times. */
vi.setConfig({ testTimeout: 10 * 60_000 });

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  return () => vi.restoreAllMocks();
});

let tenants = 0;
const newTenant = async () => await createTenant(world.admin, `faulty-keys-${++tenants}`);
/** One tenant and user for many keys, because hashing passwords takes time. */
let shared: Promise<{
  tenant: Awaited<ReturnType<typeof newTenant>>;
  credentials: { email: string; password: string };
}>;
const sharedTenant = async () => {
  shared ??= newTenant().then(async (tenant) => ({ tenant, credentials: (await somebody(tenant)).credentials }));
  return await shared;
};
const codeOf = async (call: Promise<unknown>) =>
  await call.then(
    () => "ok",
    async (error) => (await errorOf(Promise.reject(error))).code,
  );
const schedule = async () => await reconcileTenants(isolate(new MovedClock()).app);
const auditOf = async ({ client }: Awaited<ReturnType<typeof newTenant>>, event: string) =>
  (await client.audit.list.query({ event, outcome: "ok" })).items.map(({ details }) => details?.id);

describe("a new key is returned or doesn't exist, whichever step fails", () => {
  it("apiKeys.create returns a key or writes none", async () => {
    const steps = await failAtEachStep({
      setup: newTenant,
      call: async (faulty, { secretKey }) =>
        await faulty({ key: secretKey }).apiKeys.create.mutate({ kind: "secret", name: "new" }),
      check: async (tenant, outcome) => {
        const { items } = await tenant.client.apiKeys.list.query({ search: "new" });
        expect(items.length).toBe("answer" in outcome ? 1 : 0);
        expect(await auditOf(tenant, "apiKeys.create")).toEqual(items.map(({ id }) => id));
        if (!("answer" in outcome)) return;
        expect(await codeOf(clientFor({ key: outcome.answer.key }).tenants.get.query())).toBe("ok");
      },
    });
    expect(steps).toContain("D1 batch");
  });

  it("apiKeys.customers.create returns a key or writes none", async () => {
    await failAtEachStep({
      setup: newTenant,
      call: async (faulty, { secretKey }) =>
        await faulty({ key: secretKey }).apiKeys.customers.create.mutate({ name: "new", quota: { remaining: 3 } }),
      check: async (tenant, outcome) => {
        const { items } = await tenant.client.apiKeys.customers.list.query({});
        expect(items.length).toBe("answer" in outcome ? 1 : 0);
        expect(await auditOf(tenant, "apiKeys.customers.create")).toEqual(items.map(({ id }) => id));
        if (!("answer" in outcome)) return;
        const { key, apiKey } = outcome.answer;
        expect(apiKey.quota?.remaining).toBe(3);
        expect(await tenant.client.apiKeys.verify.mutate({ key })).toMatchObject({ valid: true, remaining: 2 });
      },
    });
  });

  /** A tenant with a key that every isolate has cached. */
  const withKey = async () => {
    const tenant = await newTenant();
    const { key, apiKey } = await tenant.client.apiKeys.create.mutate({ kind: "secret", name: "old" });
    const elsewhere = isolate(new MovedClock());
    const use = async (text: string) => await codeOf(elsewhere.clientFor({ key: text }).tenants.get.query());
    expect(await use(key)).toBe("ok");
    return { tenant, key, id: apiKey.id, use };
  };

  it("apiKeys.rotate returns a successor or nothing, and every isolate refuses the replaced key, by the next scheduled run at the latest", async () => {
    const steps = await failAtEachStep({
      setup: withKey,
      call: async (faulty, { tenant, id }) =>
        await faulty({ key: tenant.secretKey }).apiKeys.rotate.mutate({ id, overlapSeconds: 0 }),
      check: async ({ tenant, key, id, use }, outcome) => {
        if (!("answer" in outcome)) {
          expect([await use(key), (await tenant.client.apiKeys.get.query({ id })).replacedBy]).toEqual(["ok", null]);
          return;
        }
        expect(await use(outcome.answer.key)).toBe("ok");
        await schedule();
        expect(await use(key)).toBe("key_replaced");
        expect(await auditOf(tenant, "apiKeys.rotate")).toEqual([id]);
      },
    });
    expect(steps.slice(-4)).toEqual(["D1 batch", "TENANT_STATE tenantChanged", "TENANT_STATE cutOff", "D1 run"]);
  });

  it("apiKeys.customers.rotate returns a successor or writes none", async () => {
    await failAtEachStep({
      setup: async () => {
        const tenant = await newTenant();
        const quota = { remaining: 5 };
        const { key, apiKey } = await tenant.client.apiKeys.customers.create.mutate({ name: "old", quota });
        await tenant.client.apiKeys.verify.mutate({ key });
        return { tenant, key, id: apiKey.id };
      },
      call: async (faulty, { tenant, id }) =>
        await faulty({ key: tenant.secretKey }).apiKeys.customers.rotate.mutate({ id, overlapSeconds: 0 }),
      check: async ({ tenant, key }, outcome: CallOutcome<{ key: string; apiKey: { quota: unknown } }>) => {
        const verify = async (text: string) => (await tenant.client.apiKeys.verify.mutate({ key: text })).code;
        if (!("answer" in outcome)) return expect(await verify(key)).toBe("valid");
        expect(outcome.answer.apiKey.quota).toMatchObject({ remaining: 4 });
        await schedule();
        expect([await verify(outcome.answer.key), await verify(key)]).toEqual(["valid", "key_replaced"]);
      },
    });
  });
});

describe("an interrupted change of a key reaches every isolate", () => {
  const withSession = async () => {
    const { tenant, credentials } = await sharedTenant();
    const { key, apiKey } = await tenant.client.apiKeys.create.mutate({ kind: "publishable", name: "app" });
    const elsewhere = isolate(new MovedClock());
    const session = await elsewhere.clientFor({ key }).auth.login.mutate(credentials);
    const { refreshToken } = session;
    const me = async () => await codeOf(elsewhere.clientFor({ token: session.accessToken }).auth.me.query());
    const refresh = async () => await codeOf(tenant.browser.auth.refresh.mutate({ refreshToken }));
    const health = async (origin?: string) =>
      await codeOf(elsewhere.clientFor({ key, headers: { ...(origin && { origin }) } }).system.health.query());
    expect([await me(), await health()]).toEqual(["ok", "ok"]);
    return { tenant, id: apiKey.id, me, refresh, health };
  };

  it.each(["a repeat", "the schedule"])("apiKeys.revoke, completed by %s, ends the key's sessions", async (by) => {
    await failAtEachStep({
      setup: withSession,
      call: async (faulty, { tenant, id }) => await faulty({ key: tenant.secretKey }).apiKeys.revoke.mutate({ id }),
      check: async ({ tenant, id, me, refresh, health }) => {
        const isRevoked = (await tenant.client.apiKeys.get.query({ id })).revokedAt !== null;
        if (isRevoked) expect(await refresh()).toBe("session_ended");
        if (by === "a repeat") await tenant.client.apiKeys.revoke.mutate({ id });
        else if (!isRevoked) return;
        else await schedule();
        expect([await health(), await refresh()]).toEqual(["key_revoked", "session_ended"]);
        // An access token stays valid for minutes if the object never learned of the revocation.
        if (by === "a repeat") expect(await me()).toBe("session_ended");
      },
    });
  });

  it.each(["a repeat", "the schedule"])("apiKeys.update, completed by %s, takes effect everywhere", async (by) => {
    const allowedOrigins = ["https://app.example.com"];
    await failAtEachStep({
      setup: withSession,
      call: async (faulty, { tenant, id }) =>
        await faulty({ key: tenant.secretKey }).apiKeys.update.mutate({ id, allowedOrigins }),
      check: async ({ tenant, id, health }) => {
        const isChanged = (await tenant.client.apiKeys.get.query({ id })).allowedOrigins.length > 0;
        if (by === "a repeat") await tenant.client.apiKeys.update.mutate({ id, allowedOrigins });
        else if (!isChanged) return;
        else await schedule();
        expect(await health("https://evil.example")).toBe("origin_not_allowed");
      },
    });
  });
});
