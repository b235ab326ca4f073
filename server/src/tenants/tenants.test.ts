import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("creating a tenant", () => {
  it("returns two working keys, and an id with its prefix", async () => {
    const { tenant, publishableKey, secretKey } = world.acme;
    expect(tenant).toMatchObject({ slug: "acme", status: "active", host: null });
    expect(tenant.id).toMatch(/^ten_[0-9a-z]{26}$/);
    expect(publishableKey).toMatch(/^pk_live_/);
    expect(secretKey).toMatch(/^sk_live_/);
    expect(await world.acme.client.tenants.get.query()).toEqual(tenant);
  });

  it("refuses a taken slug, and writes nothing", async () => {
    const before = await world.admin.tenants.list.query({});
    const repeated = world.admin.tenants.create.mutate({ slug: "acme", name: "Another" });
    expect(await errorOf(repeated)).toMatchObject({ code: "slug_taken", httpStatus: 409 });
    expect(await world.admin.tenants.list.query({})).toEqual(before);
  });

  it.each([
    ...["", "A", "-a", "a-", "1a", "a_b", "a".repeat(64), "platform", "www", "ä"],
    ...["login", "autodiscover", "mta-sts", "wpad", "postmaster", "xn--80ak6aa92e", "xn--a", "ab--c"],
  ])("refuses the slug %j", async (slug) => {
    expect(await errorOf(world.admin.tenants.create.mutate({ slug, name: "x" }))).toMatchObject({
      code: "invalid_input",
    });
  });

  it("refuses a taken or invalid host", async () => {
    await world.admin.tenants.create.mutate({ slug: "hosted", name: "x", host: "login.example.org" });
    const taken = world.admin.tenants.create.mutate({ slug: "hosted2", name: "x", host: "login.example.org" });
    expect(await errorOf(taken)).toMatchObject({ code: "slug_taken" });
    const none = world.admin.tenants.create.mutate({ slug: "hosted3", name: "x", host: "no host" });
    expect(await errorOf(none)).toMatchObject({ code: "invalid_input" });
  });

  it("is refused to callers that aren't admins", async () => {
    for (const client of [world.acme.client, world.acme.browser]) {
      expect(await errorOf(client.tenants.create.mutate({ slug: "x", name: "x" }))).toMatchObject({
        code: "forbidden",
      });
    }
    const anyone = clientFor().tenants.create.mutate({ slug: "x", name: "x" });
    expect(await errorOf(anyone)).toMatchObject({ code: "unauthenticated" });
  });
});

describe("settings", () => {
  it("returns defaults, updates single settings, and resets them", async () => {
    const { settings } = world.acme.client.tenants;
    const defaults = await settings.get.query();
    expect(defaults).toMatchObject({ minPasswordLength: 15, allowedOrigins: [], verifyEmailUrl: null });
    const allowedOrigins = ["https://app.example.com"];
    await Promise.all([settings.update.mutate({ minPasswordLength: 20 }), settings.update.mutate({ allowedOrigins })]);
    const changed = { ...defaults, minPasswordLength: 20, allowedOrigins };
    expect(await settings.get.query()).toEqual(changed);
    expect(await world.globex.client.tenants.settings.get.query()).toEqual(defaults);
    const reset = await settings.update.mutate({ minPasswordLength: null, allowedOrigins: null });
    expect(reset).toEqual(defaults);
  });

  it.each([
    { minPasswordLength: 7 },
    { accessTokenSeconds: 901 },
    { allowedOrigins: ["https://app.example.com/"] },
    { allowedOrigins: ["*"] },
    { verifyEmailUrl: "javascript:alert(1)" },
    { verifyEmailUrl: "http://app.example.com/verify" },
    { resetPasswordUrl: "http://localhost.example.com/reset" },
    { resetPasswordUrl: "http://127.0.0.1.example.com/reset" },
    { resetPasswordUrl: "http://[::2]/reset" },
    { colour: "red" },
  ])("refuses %j", async (change) => {
    const call = world.acme.client.tenants.settings.update.mutate(change as never);
    expect(await errorOf(call)).toMatchObject({ code: "invalid_input" });
  });

  it.each([
    "https://app.example.com/v",
    "http://localhost:3000/v",
    "http://app.localhost/v",
    "http://127.0.0.1/v",
    "http://[::1]:8080/v",
  ])("accepts %s as a page for links in emails", async (page) => {
    const { update } = world.acme.client.tenants.settings;
    expect(await update.mutate({ verifyEmailUrl: page })).toMatchObject({ verifyEmailUrl: page });
    await update.mutate({ verifyEmailUrl: null });
  });

  it("refuses to return settings for a publishable key", async () => {
    expect(await errorOf(world.acme.browser.tenants.settings.get.query())).toMatchObject({ code: "forbidden" });
  });
});

describe("listing tenants", () => {
  it("lists tenants in pages, oldest first, without the platform's tenant", async () => {
    for (const slug of ["t-one", "t-two", "t-three"]) await createTenant(world.admin, slug);
    const all = await world.admin.tenants.list.query({});
    expect(all.nextCursor).toBeNull();
    expect(all.items.map((tenant) => tenant.slug)).not.toContain("platform");
    const paged: typeof all.items = [];
    for (let cursor: string | undefined; ; ) {
      const page = await world.admin.tenants.list.query({ limit: 2, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items);
  });

  it.each([{ limit: 0 }, { limit: 1001 }, { cursor: "?" }, { cursor: "eyJ4IjoxfQ" }, { page: 2 }])(
    "refuses %j",
    async (input) => {
      expect(await errorOf(world.admin.tenants.list.query(input))).toMatchObject({ code: "invalid_input" });
    },
  );
});
