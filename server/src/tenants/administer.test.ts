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
/** A tenant and one below it, with somebody who is signed in there. */
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

/** What the keys and the session of the tenant below meet. */
async function met({ child }: Awaited<ReturnType<typeof family>>) {
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
  it("rule 24: closes it and what is below it at once, to isolates that know its keys too; admins still see it", async () => {
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
    expect(new Set(await met(both))).toEqual(new Set(["tenant_suspended"]));
    expect(await child.admin.get.query()).toMatchObject({ status: "suspended", suspendedAt: null });
    expect(await parent.admin.suspend.mutate()).toEqual(suspended);
  });

  it("ends its sessions for good: whoever is let in again signs in anew", async () => {
    const both = await family();
    await both.parent.admin.suspend.mutate();
    expect(await both.parent.admin.resume.mutate()).toMatchObject({ status: "active", suspendedAt: null });
    const [key, login, refresh] = await met(both);
    expect({ key, login, refresh }).toEqual({ key: "ok", login: "ok", refresh: "session_ended" });
  });

  it("leaves one below it suspended that was so itself", async () => {
    const { parent, child } = await family();
    await child.admin.suspend.mutate();
    await parent.admin.suspend.mutate();
    await parent.admin.resume.mutate();
    expect(await child.admin.get.query()).toMatchObject({ status: "suspended" });
    expect(await parent.admin.get.query()).toMatchObject({ status: "active" });
  });

  it("is for admins, and never meant for the platform itself", async () => {
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
  it("closes it at once and can be taken back; what it holds is there as before", async () => {
    const both = await family();
    const { parent, child } = both;
    const deleted = await parent.admin.delete.mutate({ slug: parent.tenant.slug, retentionDays: 7 });
    expect(deleted.status).toBe("deleted");
    expect((deleted.purgeAt?.getTime() ?? 0) - (deleted.deletedAt?.getTime() ?? 0)).toBe(7 * 24 * 60 * 60 * 1000);
    // A token that was revoked says why, which is the same for a tenant that is suspended.
    expect(await met(both)).toEqual([...Array(3).fill("tenant_deleted"), "tenant_suspended"]);
    expect(await parent.admin.restore.mutate()).toMatchObject({ status: "active", deletedAt: null, purgeAt: null });
    expect((await child.browser.auth.login.mutate(PERSON)).user.id).toBe(child.session.user.id);
  });

  it("needs the slug of the tenant that is meant", async () => {
    const { parent } = await family();
    const wrong = parent.admin.delete.mutate({ slug: "acme" });
    expect(await errorOf(wrong)).toMatchObject({ code: "tenant_mismatch" });
    expect(await parent.admin.get.query()).toMatchObject({ status: "active" });
  });

  it("keeps it suspended if it was, once it is restored", async () => {
    const { parent } = await family();
    await parent.admin.suspend.mutate();
    await parent.admin.delete.mutate({ slug: parent.tenant.slug });
    expect(await parent.admin.restore.mutate()).toMatchObject({ status: "suspended" });
  });
});

describe("updating a tenant", () => {
  it("changes the name, by its own key too, and the host by an admin", async () => {
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
  it("are inherited, can be overridden, and return to what is inherited; every isolate sees it at once", async () => {
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

  it("of the graph are inherited just so: limits, and how stale an answer may be", async () => {
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
    expect(await settings.update.mutate({ maxStalenessSeconds: null })).toMatchObject({ maxStalenessSeconds: 9 });
    expect(await below.get.query()).toMatchObject({ maxTuples: 7, maxStalenessSeconds: 9 });
    await child.admin.move.mutate({ parentId: null });
    expect(await below.get.query()).toMatchObject({ maxTuples: 3_000_000, maxStalenessSeconds: 2 });
  });
});
