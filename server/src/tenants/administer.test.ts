import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";

const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let families = 0;
/** Creates a tenant and a child with a signed-in user. */
async function family() {
  const slug = `family-${++families}`;
  const parent = await world.admin.tenants.create.mutate({ slug, name: slug });
  const parentId = parent.tenant.id;
  const child = await world.admin.tenants.create.mutate({ slug: `${slug}-child`, name: slug, parentId });
  const browser = clientFor({ key: child.publishableKey });
  await browser.auth.register.mutate(PERSON);
  const session = await browser.auth.login.mutate(PERSON);
  const admin = (tenant: string) => clientFor({ token: world.token, tenant }).tenants;
  return {
    parent: { ...parent, client: clientFor({ key: parent.secretKey }), admin: admin(slug) },
    child: { ...child, browser, session, client: clientFor({ key: child.secretKey }), admin: admin(`${slug}-child`) },
  };
}

/** Outcomes of calls with the child's keys and session. */
async function outcomesOf({ child }: Awaited<ReturnType<typeof family>>) {
  const calls = [
    child.client.tenants.get.query(),
    child.browser.auth.login.mutate(PERSON),
    child.browser.auth.refresh.mutate({ refreshToken: child.session.refreshToken }),
    clientFor({ token: child.session.accessToken }).auth.me.query(),
  ];
  return await Promise.all(
    calls.map(async (call) =>
      (call as Promise<unknown>).then(
        () => "ok",
        async (error) => (await errorOf(Promise.reject(error))).code,
      ),
    ),
  );
}

describe("suspending a tenant", () => {
  it("rule 24: closes it and its descendants immediately, even in isolates that have cached its keys; admins keep access", async () => {
    const both = await family();
    const { parent, child } = both;
    const { clientFor: elsewhere } = isolate(new MovedClock());
    for (let i = 0; i < 3; i++) await elsewhere({ key: child.secretKey }).tenants.get.query();
    const suspended = await parent.admin.suspend.mutate();
    expect(suspended).toMatchObject({ status: "suspended", suspendedAt: expect.any(Date) });
    expect(await errorOf(elsewhere({ key: child.secretKey }).tenants.get.query())).toMatchObject({
      code: "tenant_suspended",
      httpStatus: 403,
    });
    expect(new Set(await outcomesOf(both))).toEqual(new Set(["tenant_suspended"]));
    expect(await child.admin.get.query()).toMatchObject({ status: "suspended", suspendedAt: null });
    expect(await parent.admin.suspend.mutate()).toEqual(suspended);
  });

  it("ends its sessions: users sign in again after a resume", async () => {
    const both = await family();
    await both.parent.admin.suspend.mutate();
    expect(await both.parent.admin.resume.mutate()).toMatchObject({ status: "active", suspendedAt: null });
    const [key, login, refresh] = await outcomesOf(both);
    expect({ key, login, refresh }).toEqual({ key: "ok", login: "ok", refresh: "session_ended" });
  });

  it("leaves a descendant suspended that was suspended itself", async () => {
    const { parent, child } = await family();
    await child.admin.suspend.mutate();
    await parent.admin.suspend.mutate();
    await parent.admin.resume.mutate();
    expect(await child.admin.get.query()).toMatchObject({ status: "suspended" });
    expect(await parent.admin.get.query()).toMatchObject({ status: "active" });
  });

  it("is refused to other callers, and for the platform's tenant", async () => {
    const { parent } = await family();
    for (const verb of ["suspend", "resume", "restore"] as const) {
      expect(await errorOf(parent.client.tenants[verb].mutate())).toMatchObject({ code: "forbidden" });
      expect(await errorOf(world.admin.tenants[verb].mutate())).toMatchObject({ code: "tenant_required" });
    }
    const platform = world.admin.tenants.delete.mutate({ slug: "platform" });
    expect(await errorOf(platform)).toMatchObject({ code: "tenant_required" });
    expect(await errorOf(world.admin.tenants.move.mutate({ parentId: parent.tenant.id }))).toMatchObject({
      code: "tenant_required",
    });
  });
});

describe("deleting a tenant", () => {
  it("closes it immediately, and a restore returns all its data", async () => {
    const both = await family();
    const { parent, child } = both;
    const deleted = await parent.admin.delete.mutate({ slug: parent.tenant.slug, retentionDays: 7 });
    expect(deleted.status).toBe("deleted");
    expect((deleted.purgeAt?.getTime() ?? 0) - (deleted.deletedAt?.getTime() ?? 0)).toBe(7 * 24 * 60 * 60 * 1000);
    // A revoked token has the same error as one of a suspended tenant.
    expect(await outcomesOf(both)).toEqual([...Array(3).fill("tenant_deleted"), "tenant_suspended"]);
    expect(await parent.admin.restore.mutate()).toMatchObject({ status: "active", deletedAt: null, purgeAt: null });
    expect((await child.browser.auth.login.mutate(PERSON)).user.id).toBe(child.session.user.id);
  });

  it("requires the slug of the tenant", async () => {
    const { parent } = await family();
    const wrong = parent.admin.delete.mutate({ slug: "acme" });
    expect(await errorOf(wrong)).toMatchObject({ code: "tenant_mismatch" });
    expect(await parent.admin.get.query()).toMatchObject({ status: "active" });
  });

  it("keeps it suspended after a restore, if it was before", async () => {
    const { parent } = await family();
    await parent.admin.suspend.mutate();
    await parent.admin.delete.mutate({ slug: parent.tenant.slug });
    expect(await parent.admin.restore.mutate()).toMatchObject({ status: "suspended" });
  });
});

describe("updating a tenant", () => {
  it("lets its own key change the name, and only admins the host", async () => {
    const { parent } = await family();
    expect(await parent.client.tenants.update.mutate({ name: "Größe" })).toMatchObject({ name: "Größe", host: null });
    const host = `${parent.tenant.slug}.example.org`;
    expect(await errorOf(parent.client.tenants.update.mutate({ host }))).toMatchObject({ code: "forbidden" });
    expect(await parent.admin.update.mutate({ host })).toMatchObject({ host, name: "Größe" });
    expect((await parent.client.tenants.get.query()).host).toBe(host);
    const { parent: other } = await family();
    expect(await errorOf(other.admin.update.mutate({ host }))).toMatchObject({ code: "slug_taken" });
    expect(await parent.admin.update.mutate({ host: null })).toMatchObject({ host: null });
    expect(await other.admin.update.mutate({ host })).toMatchObject({ host });
  });
});

describe("settings", () => {
  it("inherits, overrides and resets settings, immediately in every isolate", async () => {
    const { parent, child } = await family();
    const { clientFor: elsewhere } = isolate(new MovedClock());
    const settings = elsewhere({ key: child.secretKey }).tenants.settings;
    const minimum = async () => (await settings.get.query()).minPasswordLength;
    for (let i = 0; i < 3; i++) expect(await minimum()).toBe(15);
    await parent.client.tenants.settings.update.mutate({ minPasswordLength: 20, brandName: "Parent" });
    expect(await minimum()).toBe(20);
    const own = await child.client.tenants.settings.update.mutate({ minPasswordLength: 18 });
    expect(own).toMatchObject({ minPasswordLength: 18, brandName: "Parent" });
    expect(await minimum()).toBe(18);
    await child.client.tenants.settings.update.mutate({ minPasswordLength: null });
    expect(await minimum()).toBe(20);
    await child.admin.move.mutate({ parentId: null });
    expect(await minimum()).toBe(15);
  });

  it("inherits graph settings: limits and the maximum staleness", async () => {
    const { parent, child } = await family();
    const { settings } = child.client.authz;
    const graphOf = (tenant: string) => clientFor({ token: world.token, tenant }).authz.settings;
    await graphOf(parent.tenant.slug).update.mutate({ maxTuples: 7, maxStalenessSeconds: 9 });
    expect(await settings.get.query()).toMatchObject({ maxTuples: 7, maxStalenessSeconds: 9, maxDepth: 25 });
    expect(await settings.update.mutate({ maxStalenessSeconds: 1 })).toMatchObject({
      maxTuples: 7,
      maxStalenessSeconds: 1,
    });
    const parentId = child.tenant.id;
    const grandchild = await world.admin.tenants.create.mutate({ slug: `${child.tenant.slug}-2`, name: "x", parentId });
    const { settings: below } = clientFor({ key: grandchild.secretKey }).authz;
    expect(await below.get.query()).toMatchObject({ maxTuples: 7, maxStalenessSeconds: 1 });
    // For a key, to inherit a higher maximum is to raise it.
    const reset = { maxStalenessSeconds: null };
    expect(await errorOf(settings.update.mutate(reset))).toMatchObject({ code: "forbidden" });
    expect(await graphOf(child.tenant.slug).update.mutate(reset)).toMatchObject({ maxStalenessSeconds: 9 });
    expect(await below.get.query()).toMatchObject({ maxTuples: 7, maxStalenessSeconds: 9 });
    await child.admin.move.mutate({ parentId: null });
    expect(await below.get.query()).toMatchObject({ maxTuples: 3_000_000, maxStalenessSeconds: 2 });
  });
});
