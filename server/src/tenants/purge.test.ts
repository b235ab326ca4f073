import { env } from "cloudflare:workers";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { holdingsOf } from "../../test/holdings.ts";
import { keyedClient, newKey } from "../../test/keyed.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { schema } from "../ports/database.ts";
import { runSchedule } from "../schedule.ts";
import { PURGED } from "./purge-store.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };
const TUPLE = { subject: "user:anne", relation: "member", object: "team:eng" };
const MODEL = "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** Creates a tenant with data of every kind, below another one. */
async function furnished(slug: string, parentId?: string) {
  const created = await world.admin.tenants.create.mutate({ slug, name: slug, parentId });
  const browser = clientFor({ key: created.publishableKey });
  const client = clientFor({ key: created.secretKey });
  await browser.auth.register.mutate(PERSON);
  const session = await browser.auth.login.mutate(PERSON);
  await errorOf(browser.auth.login.mutate({ ...PERSON, password: "another sentence altogether" }));
  await client.authz.model.put.mutate({ model: MODEL });
  await keyedClient(newKey(), { key: created.secretKey }).authz.write.mutate({ writes: [TUPLE] });
  await client.authz.graph.export.mutate({ destination: "r2" });
  await client.audit.export.mutate({});
  await client.emails.templates.put.mutate({ kind: "verify_email", subject: "x", text: "{{link}}", html: "{{link}}" });
  const admin = clientFor({ token: world.token, tenant: slug }).tenants;
  return { ...created, browser, client, session, admin };
}

const tables = Object.values<unknown>(schema).filter((value) => is(value, SQLiteTable)) as SQLiteTable[];
const owned = tables.filter((table) => "tenantId" in getTableColumns(table)).map(getTableName);
const counted = "usage_metrics";

/** Tables that still have data of a tenant. */
async function leftOf(id: string): Promise<string[]> {
  const holdings = Object.entries(await holdingsOf(id)).filter(([, rows]) => rows.length > 0);
  const isOwn = (name: string) => owned.includes(name.replace("d1.", "")) || /^(graph|state|objects)/.test(name);
  const names = holdings.map(([name]) => name).filter((name) => isOwn(name) && name !== `d1.${counted}`);
  // Inspecting a purged object creates it again, empty.
  return names.filter((name) => !["state.tenant_state", "state.schema_version", "graph.schema_version"].includes(name));
}

it("lists every table with a tenant's rows except for usage", () => {
  expect([...PURGED.map(getTableName), counted].sort()).toEqual(owned.sort());
});

describe("a deleted tenant", () => {
  it("is purged with its descendants when its retention ends, and no other tenant is affected", async () => {
    const parent = await furnished("doomed");
    const child = await furnished("doomed-child", parent.tenant.id);
    const bystander = await furnished("bystander");
    const clock = new MovedClock();
    const { app } = isolate(clock);
    await parent.admin.delete.mutate({ slug: "doomed", retentionDays: 3 });
    clock.advance(3 * DAY - HOUR);
    await runSchedule(app);
    for (const { tenant } of [parent, child]) {
      expect(await leftOf(tenant.id)).toEqual(
        expect.arrayContaining(["d1.users", "d1.sessions", "graph.changes", "objects"]),
      );
    }
    const before = await holdingsOf(bystander.tenant.id);
    clock.advance(2 * HOUR);
    await runSchedule(app);
    // A second run, so that every scheduled job has handled the purged tenants.
    await runSchedule(app);
    for (const { tenant } of [parent, child]) expect(await leftOf(tenant.id)).toEqual([]);
    const { "d1.signing_keys": _, ...after } = await holdingsOf(bystander.tenant.id);
    for (const name of Object.keys(after).filter((one) => owned.includes(one.replace("d1.", "")))) {
      expect(after[name], name).toEqual(before[name]);
    }
    for (const name of Object.keys(after).filter((one) => /^(graph|state|objects)/.test(one))) {
      expect(after[name], name).toEqual(before[name]);
    }
    await bystander.browser.auth.login.mutate(PERSON);
  });

  it("can't be found by keys, tokens or admins after the purge, nor restored, and its slug stays taken", async () => {
    const gone = await furnished("gone");
    await gone.admin.delete.mutate({ slug: "gone", retentionDays: 0 });
    await runSchedule(isolate(new MovedClock()).app);
    expect(await errorOf(gone.client.tenants.get.query())).toMatchObject({ code: "key_invalid" });
    const token = clientFor({ token: gone.session.accessToken });
    expect((await errorOf(token.auth.me.query())).httpStatus).toBe(401);
    expect(await errorOf(gone.admin.restore.mutate())).toMatchObject({ code: "tenant_not_found" });
    expect((await world.admin.tenants.list.query({ status: "deleted" })).items.map(({ slug }) => slug)).not.toContain(
      "gone",
    );
    expect(await errorOf(createTenant(world.admin, "gone"))).toMatchObject({ code: "slug_taken" });
    const row = await env.DB.prepare("SELECT * FROM tenants WHERE slug = 'gone'").first();
    expect(row).toMatchObject({ id: gone.tenant.id, name: "", settings: "{}", purged_at: expect.any(Number) });
  });

  it("is purged in several runs if it has many rows", async () => {
    const large = await furnished("large");
    const insert = env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
       INSERT INTO audit_events (id, tenant_id, event, actor, outcome, ip, request_id, at)
       SELECT 'evt_large_' || i, ?, 'x', 'x', 'ok', '', '', 0 FROM n`,
    );
    await insert.bind(large.tenant.id).run();
    await large.admin.delete.mutate({ slug: "large", retentionDays: 0 });
    const { app } = isolate(new MovedClock());
    await runSchedule(app);
    expect(await leftOf(large.tenant.id)).toContain("d1.audit_events");
    expect(await large.admin.get.query()).toMatchObject({ status: "deleted" });
    await runSchedule(app);
    expect(await leftOf(large.tenant.id)).toEqual([]);
  });
});
