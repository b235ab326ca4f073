import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** D1 that counts the statements that are run on it. */
function counting() {
  const seen = { statements: 0 };
  const count = <T extends object>(target: T, names: readonly string[]): T =>
    new Proxy(target, {
      get(of, name) {
        const value: unknown = Reflect.get(of, name);
        if (typeof value !== "function") return value;
        return (...input: unknown[]) => {
          if (names.includes(`${String(name)}`)) seen.statements++;
          const result: unknown = value.apply(of, input);
          const isStatement =
            ["prepare", "bind"].includes(String(name)) && typeof result === "object" && result !== null;
          return isStatement ? count(result, ["all", "raw", "first", "run"]) : result;
        };
      },
    });
  return { seen, DB: count(env.DB, ["batch", "exec"]) };
}

/** KV that answers each key as it first did: an edge that is behind. */
function frozen(namespace: KVNamespace): KVNamespace {
  const known = new Map<string, string | null>();
  return new Proxy(namespace, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "get") return typeof value === "function" ? value.bind(target) : value;
      return async (key: string) => {
        const answer = known.get(key) ?? (await target.get(key));
        known.set(key, answer);
        return answer;
      };
    },
  });
}

const at = (slug: string) => clientFor({ token: world.token, tenant: slug }).tenants;

describe("a tenant's host", () => {
  it("is found without D1 in an isolate that has read the tenant", async () => {
    await at("acme").update.mutate({ host: "login.acme.example" });
    const { seen, DB } = counting();
    const { app } = isolate(new MovedClock(), {}, { DB });
    const find = async () => (await app.tenantDirectory.findByHost("login.acme.example"))?.slug;
    expect([await find(), await find()]).toEqual(["acme", "acme"]);
    expect(seen.statements).toBeGreaterThan(0);
    seen.statements = 0;
    expect(await find()).toBe("acme");
    expect(seen.statements).toBe(0);
  });

  it("is never served for the tenant that had it before, even where KV is behind", async () => {
    const host = "moving.example";
    await at("acme").update.mutate({ host });
    const settings = { TENANT_CACHE: frozen(env.TENANT_CACHE) };
    const edges = [isolate(new MovedClock(), {}, settings), isolate(new MovedClock(), {}, settings)];
    const served = async () =>
      await Promise.all(edges.map(async ({ app }) => (await app.tenantDirectory.findByHost(host))?.slug));
    for (let i = 0; i < 3; i++) expect(await served()).toEqual(["acme", "acme"]);
    await at("acme").update.mutate({ host: null });
    expect(await served()).toEqual([undefined, undefined]);
    await at("globex").update.mutate({ host });
    expect(await served()).toEqual(["globex", "globex"]);
    await at("globex").update.mutate({ host: null });
    await at("acme").update.mutate({ host });
    expect(await served()).toEqual(["acme", "acme"]);
  });

  it("is served with the tenant's current status, never with one from KV", async () => {
    const host = "closing.example";
    await at("globex").update.mutate({ host });
    const { app } = isolate(new MovedClock());
    const status = async () => (await app.tenantDirectory.findByHost(host))?.status;
    for (let i = 0; i < 2; i++) expect(await status()).toBe("active");
    await at("globex").suspend.mutate();
    expect(await status()).toBe("suspended");
    await at("globex").resume.mutate();
    expect(await env.TENANT_CACHE.get(`host:${host}`)).toBe(world.globex.tenant.id);
  });

  it("is found in D1 while the tenant's object or KV fails", async () => {
    const host = "faulty.example";
    await at("acme").update.mutate({ host });
    await env.TENANT_CACHE.put(`host:${host}`, world.acme.tenant.id);
    const broken = async () => {
      throw new Error("away");
    };
    const TENANT_CACHE = { get: async () => null, put: broken } as unknown as KVNamespace;
    const TENANT_STATE = { getByName: () => ({ tenantVersion: broken }) } as unknown as Env["TENANT_STATE"];
    for (const settings of [{ TENANT_CACHE }, { TENANT_STATE }]) {
      const { app } = isolate(new MovedClock(), {}, settings);
      expect((await app.tenantDirectory.findByHost(host))?.slug).toBe("acme");
    }
  });
});

describe("a key set", () => {
  it("is read by slug without the tenant's row, once KV has the id", async () => {
    const path = "http://auth.test/t/acme/.well-known/jwks.json";
    expect((await isolate(new MovedClock()).fetch(path)).status).toBe(200);
    expect(await env.TENANT_CACHE.get("slug:acme")).toBe(world.acme.tenant.id);
    await env.JWKS_CACHE.delete("acme");
    const { seen, DB } = counting();
    const other = isolate(new MovedClock(), {}, { DB });
    expect((await other.fetch(path)).status).toBe(200);
    expect(seen.statements).toBe(1);
  });

  it("of a tenant that doesn't exist isn't found, by id and by slug", async () => {
    const { fetch } = isolate(new MovedClock());
    for (const name of ["ten_nobody", "nobody"]) {
      expect((await fetch(`http://auth.test/t/${name}/.well-known/jwks.json`)).status).toBe(404);
    }
    expect(await env.TENANT_CACHE.get("slug:nobody")).toBeNull();
  });
});
