import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import {
  backUpAll,
  emailOf,
  keepChanges,
  loseEverythingButFiles,
  MODEL,
  newWorld,
  PASSWORD,
  rowsOf,
  viewer,
} from "../../test/backups.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ADMIN, createTenant, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";

const secret = env.BOOTSTRAP_SECRET;

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

async function withData({ client, browser, tenant }: World["acme"], names: readonly string[]) {
  const users = new Map<string, string>();
  for (const name of names) {
    await browser.auth.register.mutate(emailOf(name));
    const query = "SELECT id FROM users WHERE tenant_id = ? AND email = ?";
    users.set(name, (await env.DB.prepare(query).bind(tenant.id, emailOf(name).email).first<string>("id")) ?? "");
  }
  await client.authz.model.put.mutate({ model: MODEL });
  await client.authz.write.mutate({ writes: names.map(viewer) });
  return { users, id: tenant.id };
}

/** Restores everything, call after call. Returns the reports by slug. */
async function restore(at?: Date) {
  const reports = new Map<string, Awaited<ReturnType<typeof step>>["tenants"][number]>();
  const step = async () => await clientFor().backups.restoreAll.mutate({ secret, ...(at && { at }) });
  for (let done = false; !done; ) {
    const result = await step();
    for (const report of result.tenants) reports.set(report.slug, report);
    done = result.done;
  }
  return reports;
}

const check = async (client: World["acme"]["client"], name: string) =>
  (await client.authz.check.query({ ...viewer(name), consistency: "exact" })).allowed;

describe("a restore of everything", () => {
  it("has the same rows, and serves again", async () => {
    const { id } = await withData(world.acme, ["anne", "bob"]);
    await clientFor({ token: world.token, tenant: "acme" }).authz.settings.update.mutate({ maxDepth: 7 });
    await backUpAll();
    const before = await rowsOf(id);
    await loseEverythingButFiles();
    const reports = await restore();
    expect([...reports.keys()].sort()).toEqual(["acme", "globex", "platform"]);
    expect(reports.get("acme")).toMatchObject({
      differences: [],
      withheld: [],
      staysSuspended: false,
      replacedAt: null,
    });
    const after = await rowsOf(id);
    const same = [
      "users",
      "accounts",
      "api_keys",
      "signing_keys",
      "model_versions",
      "audit_links",
      "models",
      "changes",
    ];
    for (const table of same) expect([table, after[table]]).toEqual([table, before[table]]);
    expect(after.audit_events).toEqual(expect.arrayContaining(before.audit_events ?? []));
    expect(after.revisions).toEqual(expect.arrayContaining(before.revisions ?? []));
    expect(after.sessions).toEqual([]);
    expect(await check(world.acme.client, "anne")).toBe(true);
    expect(await check(world.acme.client, "carl")).toBe(false);
    expect(await world.acme.client.authz.settings.get.query()).toMatchObject({ maxDepth: 7 });
    await world.acme.browser.auth.login.mutate(emailOf("anne"));
    const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
    const admin = clientFor({ token: accessToken, tenant: "acme" });
    expect(await admin.tenants.get.query()).toMatchObject({ status: "active", userCount: 2 });
    await world.acme.client.apiKeys.create.mutate({ kind: "publishable", name: "after" });
    expect(await world.acme.client.audit.verify.query({})).toMatchObject({ valid: true });
  });

  it("has the webhooks with their secrets, disabled, because they may have been deleted since", async () => {
    const { client } = world.acme;
    const { webhook, secret: signing } = await client.webhooks.create.mutate({
      url: "https://hooks.example.com/",
      name: "CRM",
    });
    await backUpAll();
    await loseEverythingButFiles();
    await restore();
    const { webhook: restored } = await client.webhooks.get.query({ id: webhook.id });
    expect(restored).toEqual({ ...webhook, enabled: false, disabledReason: "restored" });
    const { app } = isolate(new MovedClock());
    const row = await app.webhooks.find(world.acme.tenant.id, webhook.id);
    expect(row && (await app.webhookSecrets.decrypt(row))).toEqual([signing]);
    const { webhook: enabled } = await client.webhooks.update.mutate({ id: webhook.id, enabled: true });
    expect(enabled).toMatchObject({ enabled: true, disabledReason: null });
  });

  it("ends all sessions", async () => {
    await withData(world.acme, ["anne"]);
    const session = await world.acme.browser.auth.login.mutate(emailOf("anne"));
    await backUpAll();
    await loseEverythingButFiles();
    await restore();
    expect(await errorOf(clientFor({ token: session.accessToken }).auth.me.query())).toMatchObject({
      code: "session_ended",
    });
    const refresh = world.acme.browser.auth.refresh.mutate({ refreshToken: session.refreshToken });
    expect(await errorOf(refresh)).toMatchObject({ code: expect.stringMatching(/^refresh_token_/) });
  });

  it("doesn't bring back what was revoked, banned, rotated or deleted after the backup", async () => {
    const { acme } = world;
    const { users } = await withData(acme, ["anne", "bob", "carl", "dora"]);
    const extra = await acme.client.apiKeys.create.mutate({ kind: "secret", name: "extra" });
    await backUpAll();
    await acme.client.apiKeys.revoke.mutate({ id: extra.apiKey.id });
    await acme.client.users.ban.mutate({ id: users.get("anne") ?? "" });
    await acme.client.users.delete.mutate({ id: users.get("bob") ?? "" });
    const carl = await acme.browser.auth.login.mutate(emailOf("carl"));
    const newPassword = "another unlikely sentence";
    const own = clientFor({ token: carl.accessToken });
    await own.auth.password.change.mutate({ currentPassword: PASSWORD, newPassword });
    await acme.client.auth.keys.rotate.mutate({ compromised: true });
    await acme.client.authz.write.mutate({ deletes: [viewer("dora")] });
    await keepChanges();
    await loseEverythingButFiles();
    const report = (await restore()).get("acme");
    expect(report?.withheld.map(({ kind }) => kind).sort()).toEqual([
      "credentials_changed",
      "key_revoked",
      "signing_keys_replaced",
      "user_banned",
      "user_deleted",
    ]);
    expect(await errorOf(clientFor({ key: extra.key }).authz.model.get.query({}))).toMatchObject({
      code: "key_revoked",
    });
    expect(await errorOf(acme.browser.auth.login.mutate(emailOf("anne")))).toMatchObject({ code: "user_banned" });
    expect(await errorOf(acme.browser.auth.login.mutate(emailOf("bob")))).toMatchObject({
      code: "invalid_credentials",
    });
    expect(await errorOf(acme.browser.auth.login.mutate(emailOf("carl")))).toMatchObject({
      code: "invalid_credentials",
    });
    await acme.browser.auth.login.mutate({ email: "carl@example.com", password: newPassword });
    expect(await check(acme.client, "dora")).toBe(false);
    expect(await check(acme.client, "anne")).toBe(true);
  });

  it("has what was added after the backup, as far as it was written", async () => {
    await withData(world.acme, ["anne"]);
    await backUpAll();
    await world.acme.browser.auth.register.mutate(emailOf("late"));
    const key = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "late" });
    await world.acme.client.authz.write.mutate({ writes: [viewer("late")] });
    await keepChanges();
    await loseEverythingButFiles();
    await restore();
    await world.acme.browser.auth.login.mutate(emailOf("late"));
    expect(await check(clientFor({ key: key.key }), "late")).toBe(true);
  });

  it("to an earlier time has nothing that was added since, and doesn't bring back what was removed since", async () => {
    const { users } = await withData(world.acme, ["anne", "bob"]);
    await backUpAll();
    const at = new Date();
    await world.acme.client.authz.write.mutate({ writes: [viewer("late")], deletes: [viewer("anne")] });
    await world.acme.browser.auth.register.mutate(emailOf("late"));
    await world.acme.client.users.ban.mutate({ id: users.get("bob") ?? "" });
    await keepChanges();
    await backUpAll();
    await loseEverythingButFiles();
    await restore(at);
    expect(await check(world.acme.client, "late")).toBe(false);
    expect(await check(world.acme.client, "anne")).toBe(false);
    expect(await check(world.acme.client, "bob")).toBe(true);
    expect(await errorOf(world.acme.browser.auth.login.mutate(emailOf("late")))).toMatchObject({
      code: "invalid_credentials",
    });
    expect(await errorOf(world.acme.browser.auth.login.mutate(emailOf("bob")))).toMatchObject({ code: "user_banned" });
  });

  it("keeps tenants suspended and deleted that were so after the backup", async () => {
    await withData(world.acme, ["anne"]);
    await backUpAll();
    await clientFor({ token: world.token, tenant: "acme" }).tenants.suspend.mutate();
    await clientFor({ token: world.token, tenant: "globex" }).tenants.delete.mutate({ slug: "globex" });
    await keepChanges();
    await loseEverythingButFiles();
    await restore();
    expect(await errorOf(world.acme.client.authz.model.get.query({}))).toMatchObject({ code: "tenant_suspended" });
    expect(await errorOf(world.globex.client.authz.model.get.query({}))).toMatchObject({ code: "tenant_deleted" });
  });

  it("restores parents before their children", async () => {
    const child = await createTenant(world.admin, "child");
    const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
    await clientFor({ token: accessToken, tenant: "acme" }).tenants.move.mutate({ parentId: child.tenant.id });
    await backUpAll();
    await loseEverythingButFiles();
    const reports = await restore();
    expect([...reports.keys()]).toEqual(["platform", "child", "acme", "globex"]);
    const parent = await env.DB.prepare("SELECT parent_id FROM tenants WHERE slug = 'acme'").first("parent_id");
    expect(parent).toBe(child.tenant.id);
  });

  it("keeps a tenant suspended whose graph was replaced after the backup", async () => {
    await withData(world.acme, ["anne"]);
    await backUpAll();
    const rows = Array.from({ length: 20_001 }, (_, i) => `user,${i},,viewer,doc,2`);
    await world.acme.client.authz.graph.import.mutate({
      csv: `subject_type,subject_id,subject_relation,relation,object_type,object_id\n${rows.join("\n")}\n`,
      mode: "replace",
    });
    await keepChanges();
    // The object asks for another backup by itself, which doesn't come to its end here.
    await loseEverythingButFiles();
    const report = (await restore()).get("acme");
    expect(report).toMatchObject({ replacedAt: "3", staysSuspended: true, differences: [] });
    expect(await errorOf(world.acme.client.authz.model.get.query({}))).toMatchObject({ code: "tenant_suspended" });
  });

  it("is the work of one call at a time", async () => {
    await withData(world.acme, ["anne"]);
    await backUpAll();
    await loseEverythingButFiles();
    const call = () => clientFor().backups.restoreAll.mutate({ secret });
    const both = await Promise.allSettled([call(), call()]);
    const refused = both.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeLessThan(2);
    for (const one of refused) {
      const { code } = await errorOf(Promise.reject((one as PromiseRejectedResult).reason));
      expect(["restore_in_progress", "conflict", "restore_needs_empty"]).toContain(code);
    }
    const done = both.some((one) => one.status === "fulfilled" && one.value.done);
    if (!done) await restore();
    expect(await check(world.acme.client, "anne")).toBe(true);
  });

  it("needs an empty database, the secret and a backup", async () => {
    const all = (input: { secret: string }) => errorOf(clientFor().backups.restoreAll.mutate(input));
    expect(await all({ secret })).toMatchObject({ code: "restore_needs_empty" });
    expect(await all({ secret: "wrong".repeat(10) })).toMatchObject({ code: "bootstrap_secret_invalid" });
    await loseEverythingButFiles();
    expect(await all({ secret })).toMatchObject({ code: "backup_not_found" });
    expect(await env.DB.prepare("SELECT count(*) AS n FROM restores").first("n")).toBe(0);
  });

  it("stops at a file that was changed, and continues when it is there again", async () => {
    const { id } = await withData(world.acme, ["anne"]);
    await backUpAll();
    const [part] = (await env.FILES.list({ prefix: `backups/${id}/parts/` })).objects;
    const good = (await (await env.FILES.get(part?.key ?? ""))?.arrayBuffer()) ?? new ArrayBuffer(0);
    await env.FILES.put(part?.key ?? "", good.slice(0, -1));
    await loseEverythingButFiles();
    expect(await errorOf(restore())).toMatchObject({ code: "backup_invalid" });
    expect(await env.DB.prepare("SELECT count(*) AS n FROM users WHERE tenant_id = ?").bind(id).first("n")).toBe(0);
    // The platform's own tenant is there already, and nobody takes the slug of one that follows.
    const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
    const create = clientFor({ token: accessToken }).tenants.create.mutate({ slug: "globex", name: "Globex" });
    expect(await errorOf(create)).toMatchObject({ code: "restore_in_progress" });
    // The schedule waits meanwhile.
    await runSchedule(isolate(new MovedClock()).app);
    await env.FILES.put(part?.key ?? "", good);
    expect((await restore()).get("acme")).toMatchObject({ differences: [], staysSuspended: false });
    expect(await check(world.acme.client, "anne")).toBe(true);
  });
});
