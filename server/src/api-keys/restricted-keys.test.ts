import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { Declaration } from "../pipeline/declaration.ts";
import { scopesOf } from "../pipeline/declaration.ts";
import { appRouter } from "../router.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

interface Walked {
  readonly _def: { readonly type: string; readonly meta: Declaration };
}
// Flat at run time, by path; tRPC types it as nested.
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Walked>);
const forServers = procedures.filter(([, { _def }]) => _def.meta.caller.includes("secret")).map(([path]) => path);
const forOthers = procedures.filter(([path]) => !forServers.includes(path)).map(([path]) => path);
const every = scopesOf(appRouter, "secret").all;

async function restricted(scopes: string[], more: object = {}) {
  const input = { kind: "restricted", name: "restricted", scopes, ...more } as const;
  const { key, apiKey } = await world.acme.client.apiKeys.create.mutate(input);
  return { key, id: apiKey.id, client: clientFor({ key }) };
}

let address = 0;
/** The result of a procedure's call without input: `ok` or the error's code. */
async function codeOf(path: string, key: string) {
  const headers = { "x-api-key": key, "content-type": "application/json", "cf-connecting-ip": `10.9.0.${++address}` };
  const { body } = await send(`/trpc/${path}`, { method: "POST", headers });
  return {
    code: codeIn(body) ?? "ok",
    details: (body as { error?: { json: { data: { details: object } } } })?.error?.json.data.details,
  };
}

describe("every procedure of the router", () => {
  let none: string;
  beforeAll(async () => {
    none = (await restricted(["system.health"])).key;
  });

  it.each(forServers.filter((path) => path !== "system.health"))(
    "%s requires its scope and nothing else",
    async (path) => {
      expect(await codeOf(path, none)).toMatchObject({ code: "insufficient_scope", details: { scope: path } });
      const { key } = await restricted([path]);
      expect((await codeOf(path, key)).code).not.toMatch(/^(insufficient_scope|forbidden)$/);
    },
  );

  it.each(forOthers)("%s, which secret keys can't call, isn't allowed by any scope", async (path) => {
    const { key } = await restricted(every.slice(0, 100));
    expect(await codeOf(path, key)).toMatchObject({ code: "forbidden" });
  });

  it("every scope can be granted, and a key can have 100", async () => {
    for (let i = 0; i < every.length; i += 100) await restricted(every.slice(i, i + 100));
  });
});

describe("scopes", () => {
  it("are returned in the error, with the missing one", async () => {
    const { client } = await restricted(["authz.check"]);
    expect(await errorOf(client.tenants.get.query())).toMatchObject({
      code: "insufficient_scope",
      httpStatus: 403,
      details: { scope: "tenants.get", scopes: ["authz.check"] },
    });
  });

  it.each(["authz.chek", "*", "authz", "authz.*.read", "dashboard.overview", "tenants.create", "auth.me", ""])(
    "refuse the unknown %j and list the valid ones",
    async (scope) => {
      const create = world.acme.client.apiKeys.create.mutate({
        kind: "restricted",
        name: "x",
        scopes: ["authz.*", scope],
      });
      expect(await errorOf(create)).toMatchObject({
        code: "invalid_scope",
        httpStatus: 400,
        details: { unknown: [scope], scopes: every },
      });
    },
  );

  it("are required for restricted keys and refused for other kinds", async () => {
    const { create } = world.acme.client.apiKeys;
    for (const input of [
      { kind: "restricted", name: "x" },
      { kind: "restricted", name: "x", scopes: [] },
      { kind: "secret", name: "x", scopes: ["authz.check"] },
      { kind: "publishable", name: "x", scopes: ["authz.check"] },
    ] as const) {
      const { code, details } = await errorOf(create.mutate({ ...input, scopes: input.scopes && [...input.scopes] }));
      expect([code, details]).toMatchObject(["invalid_input", { issues: [{ path: "scopes" }] }]);
    }
  });

  it("allow a whole family, or only its reads", async () => {
    const family = await restricted(["tenants.settings.*"]);
    expect((await family.client.tenants.settings.update.mutate({ sessionIdleSeconds: 600 })).sessionIdleSeconds).toBe(
      600,
    );
    expect(await errorOf(family.client.tenants.get.query())).toMatchObject({ code: "insufficient_scope" });
    const reading = await restricted(["tenants:read"]);
    expect((await reading.client.tenants.get.query()).slug).toBe("acme");
    expect(await errorOf(reading.client.tenants.settings.update.mutate({}))).toMatchObject({
      code: "insufficient_scope",
    });
  });

  it("apply to file downloads too", async () => {
    const get = async (key: string) => {
      const { status, body } = await send("/authz/graph.csv", { headers: { "x-api-key": key } });
      return [status, codeIn(body)];
    };
    expect(await get((await restricted(["authz:read"])).key)).toEqual([403, "insufficient_scope"]);
    expect(await get((await restricted(["authz.graph.export"])).key)).toEqual([404, "graph_file_not_found"]);
  });

  it("don't limit a user who signed in through a restricted key", async () => {
    const { key } = await restricted(["auth.login"]);
    const person = { email: "rita@example.com", password: "an unlikely sentence" };
    await world.acme.browser.auth.register.mutate(person);
    const { accessToken } = await clientFor({ key }).auth.login.mutate(person);
    expect((await clientFor({ key, token: accessToken }).auth.me.query()).user.email).toBe(person.email);
  });

  it("take effect immediately when one is removed", async () => {
    const { client, id } = await restricted(["tenants.get", "authz.check"]);
    for (let i = 0; i < 3; i++) await client.tenants.get.query();
    await world.acme.client.apiKeys.update.mutate({ id, scopes: ["authz.check"] });
    expect(await errorOf(client.tenants.get.query())).toMatchObject({ code: "insufficient_scope" });
    await world.acme.client.apiKeys.update.mutate({ id, scopes: ["tenants.get"] });
    expect((await client.tenants.get.query()).slug).toBe("acme");
  });
});

describe("a restricted key can't get a key with more rights", () => {
  const MANAGES = ["apiKeys.*", "authz.*"];
  const LATER = new Date(Date.now() + 3_600_000);

  it("can't create a key with more scopes or of another kind", async () => {
    const { client } = await restricted(MANAGES);
    const { key } = await client.apiKeys.create.mutate({
      kind: "restricted",
      name: "less",
      scopes: ["authz.check", "authz:read"],
    });
    expect(await errorOf(clientFor({ key }).apiKeys.list.query({}))).toMatchObject({ code: "insufficient_scope" });
    for (const [input, path] of [
      [{ kind: "secret" }, "kind"],
      [{ kind: "publishable" }, "kind"],
      [{ kind: "restricted", scopes: ["tenants.get"] }, "scopes"],
      [{ kind: "restricted", scopes: ["authz.check", "tenants.*"] }, "scopes"],
      [{ kind: "restricted", scopes: ["*:read"] }, "scopes"],
    ] as const) {
      const requested = { name: "more", kind: input.kind, scopes: "scopes" in input ? [...input.scopes] : undefined };
      expect(await errorOf(client.apiKeys.create.mutate(requested))).toMatchObject({
        code: "key_exceeds_own_rights",
        httpStatus: 403,
        details: { problems: [{ path }] },
      });
    }
    const { items } = await world.acme.client.apiKeys.list.query({ search: "more" });
    expect(items).toEqual([]);
  });

  it("can't create a key that expires later or has wider IP ranges", async () => {
    const { client } = await restricted(MANAGES, { expiresAt: LATER, allowedIpRanges: ["10.0.0.0/8"] });
    const create = (more: object) =>
      client.apiKeys.create.mutate({ kind: "restricted", name: "x", scopes: ["authz.check"], ...more });
    const within = { expiresAt: LATER, allowedIpRanges: ["10.1.0.0/16"] };
    expect((await create(within)).apiKey.allowedIpRanges).toEqual(["10.1.0.0/16"]);
    for (const [more, path] of [
      [{ ...within, expiresAt: undefined }, "expiresAt"],
      [{ ...within, expiresAt: new Date(LATER.getTime() + 1) }, "expiresAt"],
      [{ ...within, allowedIpRanges: undefined }, "allowedIpRanges"],
      [{ ...within, allowedIpRanges: ["10.1.0.0/16", "192.0.2.1"] }, "allowedIpRanges"],
      [{ ...within, allowedIpRanges: ["0.0.0.0/0"] }, "allowedIpRanges"],
    ] as const) {
      expect(await errorOf(create(more))).toMatchObject({
        code: "key_exceeds_own_rights",
        details: { problems: [{ path }] },
      });
    }
  });

  it("can't create a key with a count of its own", async () => {
    const { client, id } = await restricted(MANAGES, { limits: [{ calls: 50, perSeconds: 3600 }] });
    const requested = {
      kind: "restricted",
      name: "x",
      scopes: ["authz.check"],
      limits: [{ calls: 1, perSeconds: 3600 }],
    } as const;
    const refused = { code: "key_exceeds_own_rights", details: { problems: [{ path: "limits" }] } };
    expect(
      await errorOf(
        client.apiKeys.create.mutate({ ...requested, scopes: [...requested.scopes], limits: [...requested.limits] }),
      ),
    ).toMatchObject(refused);
    expect(await errorOf(client.apiKeys.update.mutate({ id, limits: [] }))).toMatchObject(refused);
    // Its own successor shares its count.
    const next = await client.apiKeys.rotate.mutate({ id, overlapSeconds: 0 });
    expect(next.apiKey.limits).toEqual([{ calls: 50, perSeconds: 3600 }]);
  });

  it("can't change or rotate another key, or itself, to get more rights", async () => {
    const { client, id } = await restricted(MANAGES);
    const { items } = await world.acme.client.apiKeys.list.query({ kinds: ["secret", "publishable"] });
    const more = await restricted(["tenants.get"]);
    for (const other of [...items.map((item) => item.id), more.id]) {
      expect(await errorOf(client.apiKeys.rotate.mutate({ id: other, overlapSeconds: 0 }))).toMatchObject({
        code: "key_exceeds_own_rights",
      });
      expect(await errorOf(client.apiKeys.update.mutate({ id: other, name: "mine" }))).toMatchObject({
        code: "key_exceeds_own_rights",
      });
    }
    // It can't remove rights from a key with more rights either.
    const narrowed = client.apiKeys.update.mutate({ id: more.id, scopes: ["authz.check"] });
    expect(await errorOf(narrowed)).toMatchObject({ code: "key_exceeds_own_rights" });
    expect(await errorOf(client.apiKeys.update.mutate({ id, scopes: [...MANAGES, "tenants.get"] }))).toMatchObject({
      code: "key_exceeds_own_rights",
    });
    expect((await client.apiKeys.update.mutate({ id, scopes: ["apiKeys.*"] })).scopes).toEqual(["apiKeys.*"]);
    // It can't get back a right that it has removed from itself.
    expect(await errorOf(client.apiKeys.update.mutate({ id, scopes: MANAGES }))).toMatchObject({
      code: "key_exceeds_own_rights",
    });
    expect((await world.acme.client.tenants.get.query()).slug).toBe("acme");
  });

  it("can create customers' keys with any scopes", async () => {
    const { client } = await restricted(["apiKeys.customers.*"], { limits: [{ calls: 50, perSeconds: 3600 }] });
    const { apiKey } = await client.apiKeys.customers.create.mutate({
      name: "customer",
      scopes: ["tenants.get", "everything"],
    });
    expect(apiKey.scopes).toEqual(["tenants.get", "everything"]);
    const { items } = await world.acme.client.apiKeys.list.query({ kinds: ["secret"] });
    expect(
      await errorOf(client.apiKeys.customers.rotate.mutate({ id: items[0]?.id ?? "", overlapSeconds: 0 })),
    ).toMatchObject({ code: "key_not_found" });
    expect(await errorOf(client.apiKeys.customers.revoke.mutate({ id: items[0]?.id ?? "" }))).toMatchObject({
      code: "key_not_found",
    });
  });
});
