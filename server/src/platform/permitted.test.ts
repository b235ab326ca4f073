import * as fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type Admin, admit } from "../../test/admins.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { GRANTS } from "./admin-model.ts";
import { isPermitted } from "./permitted.ts";

const RUNS = inject("long") ? 25 : 6;

let world: World;
/** A tree: `one` above `two` above `three`, and `four` beside them. */
let ids: Map<string, string>;
let somebody: Admin;
beforeAll(async () => {
  world = await createWorld();
  ids = new Map();
  for (const [slug, parent] of [["one"], ["two", "one"], ["three", "two"], ["four"]] as const) {
    const parentId = ids.get(parent ?? "");
    const { tenant } = await world.admin.tenants.create.mutate({ slug, name: slug, ...(parentId && { parentId }) });
    ids.set(slug, tenant.id);
  }
  somebody = await admit(world.admin, "somebody", null);
});

const slugs = ["one", "two", "three", "four"] as const;

describe("lists for an admin with grants on some tenants", () => {
  it("contain exactly those tenants and their descendants, on all pages", async () => {
    const { app } = isolate(new MovedClock());
    const { admins } = world.admin.platform;
    const grants = fc.uniqueArray(fc.tuple(fc.constantFrom(...slugs), fc.constantFrom(...GRANTS)), {
      maxLength: 3,
      selector: ([slug, grant]) => `${slug} ${grant}`,
    });
    const property = fc.asyncProperty(grants, fc.constantFrom(...slugs), async (granted, moved) => {
      await clientFor({ token: world.token, tenant: "four" }).tenants.move.mutate({
        parentId: moved === "four" ? null : (ids.get(moved) ?? null),
      });
      const { id } = somebody;
      for (const [tenant, grant] of granted) await admins.grant.mutate({ id, tenant, grant });
      const expected: string[] = [];
      const { tenants } = somebody.client;
      const admin = { tenantId: (await app.tenants.find("platform"))?.id ?? "", userId: id };
      for (const { slug, id: tenantId } of (await world.admin.tenants.list.query({})).items) {
        if (await isPermitted(app, admin, "see", tenantId)) expected.push(slug);
      }
      const listed: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await tenants.list.query({ limit: 2, ...(cursor && { cursor }) });
        listed.push(...page.items.map(({ slug }) => slug));
        cursor = page.nextCursor;
      }
      expect(listed).toEqual(expected);
      const figures = await somebody.client.dashboard.tenants.query({});
      expect(figures.items.map(({ slug }) => slug)).toEqual(expected);
      const found = await tenants.list.query({ search: "t" });
      expect(found.items.map(({ slug }) => slug).sort()).toEqual(
        expected.filter((slug) => slug.startsWith("t")).sort(),
      );
      for (const [tenant, grant] of granted) await admins.revoke.mutate({ id, tenant, grant });
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it("are empty without a grant, and complete for every platform role", async () => {
    expect(await somebody.client.tenants.list.query({})).toEqual({ items: [], nextCursor: null });
    const all = (await world.admin.tenants.list.query({})).items.map(({ slug }) => slug);
    for (const role of ["support", "billing", "readonly"] as const) {
      const { client } = await admit(world.admin, `sees-${role}`, role);
      expect((await client.tenants.list.query({})).items.map(({ slug }) => slug)).toEqual(all);
    }
  });

  it("refuse figures of the whole platform without a platform role", async () => {
    const viewer = await admit(world.admin, "viewer", null, [{ tenant: "one", grant: "viewer" }]);
    const { dashboard } = viewer.client;
    const period = { metric: "calls", skipCache: true } as const;
    expect((await dashboard.timeseries.query({ ...period, tenant: "two" })).points.length).toBeGreaterThan(0);
    for (const call of [
      () => dashboard.timeseries.query(period),
      () => dashboard.timeseries.query({ ...period, tenant: "acme" }),
      () => dashboard.timeseries.query({ ...period, tenant: "nobody" }),
      () => dashboard.overview.query({}),
      () => dashboard.topTenants.query({ metric: "calls" }),
      () => dashboard.activity.query({}),
      () => dashboard.health.query(),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: "insufficient_permission" });
    }
  });
});

describe("the platform graph and the platform's keys", () => {
  it("can't be changed through authz.*, and are readable with permission", async () => {
    const { authz } = world.admin;
    const tuple = { subject: `admin:${somebody.id}`, relation: "superadmin", object: "platform:platform" };
    const model = "model\n  schema 1.1\ntype admin\n";
    for (const call of [
      () => authz.write.mutate({ writes: [tuple] }),
      () => authz.model.put.mutate({ model }),
      () => authz.graph.import.mutate({ csv: "" }),
      () => authz.graph.reload.mutate({}),
      () => authz.settings.update.mutate({ maxDepth: 1 }),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: "forbidden" });
    }
    const { fetch } = isolate(new MovedClock());
    const headers = { authorization: `Bearer ${world.token}`, "content-length": "1" };
    const upload = await fetch("http://auth.test/authz/graph.csv", { method: "PUT", headers, body: "x" });
    expect(upload.status).toBe(403);
    expect(await authz.check.query(tuple)).toMatchObject({ allowed: false });
    expect((await authz.explain.query({ ...tuple, relation: "can_read" })).remedies.length).toBeGreaterThan(0);
    expect(await errorOf(somebody.client.authz.check.query(tuple))).toMatchObject({ code: "insufficient_permission" });
  });

  it("require an admin: a secret key of the platform's own tenant is refused", async () => {
    const { key } = await world.admin.apiKeys.create.mutate({ kind: "secret", name: "of the platform" });
    const server = clientFor({ key });
    const settings = server.tenants.settings.update.mutate({ resetPasswordUrl: "https://evil.example/reset" });
    expect(await errorOf(settings)).toMatchObject({ code: "forbidden" });
    expect(await errorOf(server.audit.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(server.tenants.get.query())).toMatchObject({ code: "forbidden" });
  });

  it("apply to streams, which close when the permission is revoked", async () => {
    const { fetch } = isolate(new MovedClock());
    const follow = async ({ token }: Admin, path: string) => {
      const headers = { authorization: `Bearer ${token}`, "x-tenant-id": "one", upgrade: "websocket" };
      const { status, webSocket } = await fetch(`http://auth.test${path}`, { headers });
      const closed = new Promise((resolve) => webSocket?.addEventListener("close", ({ code }) => resolve(code)));
      webSocket?.accept();
      return { status, closed };
    };
    const viewer = await admit(world.admin, "follows", null, [{ tenant: "one", grant: "viewer" }]);
    for (const path of ["/authz/changes", "/events"]) {
      expect((await follow(somebody, path)).status).toBe(403);
      for (const role of ["readonly", null] as const) {
        await world.admin.platform.admins.setRole.mutate({ id: viewer.id, role });
        await world.admin.platform.admins.grant.mutate({ id: viewer.id, tenant: "one", grant: "viewer" });
        const { status, closed } = await follow(viewer, path);
        expect(status).toBe(101);
        const { admins } = world.admin.platform;
        if (role === null) await admins.revoke.mutate({ id: viewer.id, tenant: "one", grant: "viewer" });
        else await admins.setRole.mutate({ id: viewer.id, role: "billing" });
        expect(await closed).toBe(1008);
      }
    }
  });

  it("apply to files, too", async () => {
    const viewer = await admit(world.admin, "reads-files", null, [{ tenant: "one", grant: "viewer" }]);
    const { fetch } = isolate(new MovedClock());
    const at = (token: string) => ({ authorization: `Bearer ${token}`, "x-tenant-id": "one" });
    const get = async (token: string) =>
      (await fetch("http://auth.test/authz/graph.csv", { headers: at(token) })).status;
    expect([await get(viewer.token), await get(world.token)]).toEqual([403, 404]);
  });
});
