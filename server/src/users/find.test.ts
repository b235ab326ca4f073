import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const users = () => world.acme.client.users;
let made = 0;
async function newUser(more: { externalId?: string; createdAt?: Date } = {}, client = world.acme.client) {
  return (await client.users.create.mutate({ email: `found-${++made}@example.com`, ...more })).user;
}

describe("a user is found", () => {
  it("by id, by email in any case, and by exact external id", async () => {
    const user = await newUser({ externalId: "crm/42" });
    for (const name of [{ id: user.id }, { email: user.email.toUpperCase() }, { externalId: "crm/42" }]) {
      expect((await users().get.query(name)).user).toEqual(user);
    }
    for (const name of [{ id: "usr_x" }, { email: `x${user.email}` }, { externalId: "CRM/42" }]) {
      expect(await errorOf(users().get.query(name))).toMatchObject({ code: "user_not_found" });
    }
  });

  it("by exactly one of these fields; none or two are refused", async () => {
    for (const name of [{}, { id: "usr_x", email: "a@example.com" }]) {
      expect(await errorOf(users().get.query(name))).toMatchObject({ code: "invalid_input" });
    }
  });

  it("among up to 100 by their ids, in that order, with the ids that no user has", async () => {
    const [a, b, c] = [await newUser(), await newUser(), await newUser()];
    const elsewhere = await newUser({}, world.globex.client);
    await users().delete.mutate({ id: b.id });
    const ids = [c.id, "usr_nobody", a.id, b.id, elsewhere.id, c.id];
    expect(await users().getMany.query({ ids })).toEqual({
      items: [c, a],
      missingIds: ["usr_nobody", b.id, elsewhere.id],
    });
    const many = Array.from({ length: 101 }, (_, i) => `usr_${i}`);
    expect((await users().getMany.query({ ids: many.slice(1) })).missingIds).toEqual(many.slice(1));
    for (const wrong of [[], many]) {
      expect(await errorOf(users().getMany.query({ ids: wrong }))).toMatchObject({ code: "invalid_input" });
    }
  });

  it("by the exact domain of their email, by pages", async () => {
    const tenant = await createTenant(world.admin, "domains");
    const emails = ["a@corp.example", "B@Corp.Example", "c@bücher.example", "d@eu.corp.example", "e@mycorp.example"];
    for (const email of emails) await tenant.client.users.create.mutate({ email });
    const at = async (domain: string, more = {}) =>
      await tenant.client.users.list.query({ emailDomain: domain, ...more });
    expect((await at("CORP.example")).items.map(({ email }) => email)).toEqual(["B@Corp.Example", "a@corp.example"]);
    expect((await at("bücher.example")).items.map(({ email }) => email)).toEqual(["c@xn--bcher-kva.example"]);
    const first = await at("corp.example", { limit: 1 });
    const second = await at("corp.example", { limit: 1, cursor: first.nextCursor });
    expect([first, second].map(({ items }) => items[0]?.email)).toEqual(["B@Corp.Example", "a@corp.example"]);
    expect(second.nextCursor).toBeNull();
    expect((await at("corp.example", { status: "banned" })).items).toEqual([]);
    expect(await errorOf(at("a@corp.example"))).toMatchObject({ code: "invalid_input" });
  });

  it.each([
    ["users_tenant_domain", "substr(email_key, instr(email_key, '@') + 1) = 'x'", "ORDER BY id DESC"],
    ["users_tenant_external_id", "external_id = 'x' and external_id is not null", ""],
    ["users_tenant_invited", "+status = 'active' and invitation_expires_at is not null", "ORDER BY id DESC"],
  ])("by the index %s", async (index, condition, order) => {
    const query = `EXPLAIN QUERY PLAN SELECT * FROM users WHERE tenant_id = 'x' AND ${condition} ${order}`;
    const { results } = await env.DB.prepare(query).all<{ detail: string }>();
    expect(results.map(({ detail }) => detail)).toEqual([expect.stringContaining(`USING INDEX ${index}`)]);
  });
});

describe("an external id", () => {
  it("is unique within a tenant, and can be changed and removed", async () => {
    const [one, two] = [await newUser({ externalId: "legacy-1" }), await newUser()];
    await newUser({ externalId: "legacy-1" }, world.globex.client);
    const taken = { code: "external_id_taken", httpStatus: 409, details: { userId: one.id } };
    expect(await errorOf(newUser({ externalId: "legacy-1" }))).toMatchObject(taken);
    expect(await errorOf(users().update.mutate({ id: two.id, externalId: "legacy-1" }))).toMatchObject(taken);
    expect((await users().update.mutate({ id: one.id, externalId: null })).user.externalId).toBeNull();
    expect((await users().update.mutate({ id: two.id, externalId: "legacy-1" })).user.externalId).toBe("legacy-1");
    for (const externalId of ["", "x".repeat(201), "a\nb", "\ud800"]) {
      expect(await errorOf(users().update.mutate({ id: two.id, externalId }))).toMatchObject({ code: "invalid_input" });
    }
  });
});

it("keeps the creation time of an imported user unless it is in the future, and lists users in the order of creation here", async () => {
  const createdAt = new Date("2015-01-02T03:04:05.678Z");
  const [old, fresh] = [await newUser({ createdAt }), await newUser()];
  expect(old.createdAt).toEqual(createdAt);
  const { items } = await users().list.query({ limit: 2 });
  expect(items.map(({ id }) => id)).toEqual([fresh.id, old.id]);
  const soon = newUser({ createdAt: new Date(Date.now() + 3_600_000) });
  const issues = [{ path: "createdAt", message: "This time is in the future." }];
  expect(await errorOf(soon)).toMatchObject({ code: "invalid_input", details: { issues } });
});

it("records the opening of the newest session as the last sign-in, and no refresh", async () => {
  const { user, signIn } = await somebody(world.acme);
  const last = async () => (await users().get.query({ id: user.id })).user.lastSignInAt;
  expect(await last()).toBeNull();
  const before = Date.now();
  const session = await signIn();
  const first = await last();
  expect(first?.getTime()).toBeGreaterThanOrEqual(before);
  expect(first?.getTime()).toBeLessThanOrEqual(Date.now());
  await world.acme.browser.auth.refresh.mutate({ refreshToken: session.refreshToken });
  expect(await last()).toEqual(first);
  await signIn();
  expect((await last())?.getTime()).toBeGreaterThan(first?.getTime() ?? 0);
});
