import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

interface Got {
  readonly object: string;
  readonly id: string;
  readonly locationHint: string | undefined;
}

/** An admin of an isolate that notes how it gets objects. */
function noting() {
  const got: Got[] = [];
  const noted = <Space extends DurableObjectNamespace>(space: Space, object: string): Space =>
    new Proxy(space, {
      get(target, name) {
        if (name !== "getByName") return Reflect.get(target, name);
        return (id: string, options?: { locationHint?: string }) => {
          got.push({ object, id, locationHint: options?.locationHint });
          return target.getByName(id, options as DurableObjectNamespaceGetDurableObjectOptions);
        };
      },
    });
  const bindings = {
    GRAPH_STATE: noted(env.GRAPH_STATE, "graph"),
    TENANT_STATE: noted(env.TENANT_STATE, "state"),
  } as Partial<Env>;
  const { clientFor: from } = isolate(new MovedClock(), {}, bindings);
  return { got, tenants: from({ token: world.token }).tenants };
}

/** How the objects of a tenant were first gotten, which decides where they are. */
const firstOf = (got: readonly Got[], id: string) =>
  Object.fromEntries(
    got
      .filter((each) => each.id === id)
      .toReversed()
      .map(({ object, locationHint }) => [object, locationHint]),
  );

const settingsOf = (slug: string) => clientFor({ token: world.token, tenant: slug }).tenants.settings;

describe("a tenant's location", () => {
  it("is the hint of the first request to both of its objects", async () => {
    const { got, tenants } = noting();
    const { tenant } = await tenants.create.mutate({ slug: "in-europe", name: "x", location: "weur" });
    expect(firstOf(got, tenant.id)).toEqual({ graph: "weur", state: "weur" });
    expect((await settingsOf("in-europe").get.query()).location).toBe("weur");
  });

  it("is inherited, and another one is taken instead", async () => {
    const { got, tenants } = noting();
    const { tenant: parent } = await tenants.create.mutate({ slug: "parent-in-asia", name: "x", location: "apac" });
    const parentId = parent.id;
    const { tenant: child } = await tenants.create.mutate({ slug: "child-in-asia", name: "x", parentId });
    const elsewhere = { slug: "child-in-africa", name: "x", parentId, location: "afr" } as const;
    const { tenant: other } = await tenants.create.mutate(elsewhere);
    expect(firstOf(got, child.id)).toEqual({ graph: "apac", state: "apac" });
    expect(firstOf(got, other.id)).toEqual({ graph: "afr", state: "afr" });
    await settingsOf("parent-in-asia").update.mutate({ location: "oc" });
    const { tenant: later } = await tenants.create.mutate({ slug: "child-in-oceania", name: "x", parentId });
    expect(firstOf(got, later.id)).toEqual({ graph: "oc", state: "oc" });
  });

  it("is left to the first request without a setting", async () => {
    const { got, tenants } = noting();
    const { tenant, secretKey } = await tenants.create.mutate({ slug: "anywhere", name: "x" });
    expect(got.filter(({ id }) => id === tenant.id)).toEqual([]);
    expect((await clientFor({ key: secretKey }).tenants.settings.get.query()).location).toBeNull();
  });

  it("must be one that Cloudflare has", async () => {
    const call = world.admin.tenants.create.mutate({ slug: "on-mars", name: "x", location: "mars" as "weur" });
    expect(await errorOf(call)).toMatchObject({ code: "invalid_input", details: { issues: [{ path: "location" }] } });
  });

  it("leaves no objects of a tenant whose slug is taken", async () => {
    const { got, tenants } = noting();
    const call = tenants.create.mutate({ slug: "acme", name: "x", location: "weur" });
    expect(await errorOf(call)).toMatchObject({ code: "slug_taken" });
    const ids = [...new Set(got.filter(({ locationHint }) => locationHint === "weur").map(({ id }) => id))];
    expect(ids).toHaveLength(1);
    // Each is gotten again, to be cleared.
    for (const object of ["graph", "state"]) {
      expect(got.filter((each) => each.id === ids[0] && each.object === object).length).toBeGreaterThan(1);
    }
  });
});
