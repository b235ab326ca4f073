import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { backUp, MODEL, writeChanges } from "../../test/backups.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";
import { startBackups } from "./start-backups.ts";
import { BACKED_UP_TABLES, NOT_BACKED_UP, type TableSource } from "./tables.ts";

const DAY = 24 * 60 * 60;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
async function withData() {
  const created = await createTenant(world.admin, `backed-up-${++tenants}`);
  const { id } = created.tenant;
  await created.browser.auth.register.mutate({ email: "anne@example.com", password: "an unlikely sentence" });
  await created.client.authz.model.put.mutate({ model: MODEL });
  const writes = Array.from({ length: 5 }, (_, i) => ({ subject: `user:${i}`, relation: "viewer", object: "doc:1" }));
  await created.client.authz.write.mutate({ writes });
  return { ...created, id };
}

const keysUnder = async (prefix: string) => (await env.FILES.list({ prefix })).objects.map(({ key }) => key);

describe("tables", () => {
  async function stored(source: TableSource): Promise<string[]> {
    const query = "SELECT name FROM sqlite_master WHERE type = 'table'";
    const isOwn = (name: string) => !/^(sqlite_|_cf|d1_migrations$|schema_version$)/.test(name);
    if (source === "database")
      return (await env.DB.prepare(query).all<{ name: string }>()).results.map((row) => row.name).filter(isOwn);
    const object = (source === "state" ? env.TENANT_STATE : env.GRAPH_STATE).getByName(world.acme.tenant.id);
    const rows = await runInDurableObject(object, (_, { storage }) =>
      storage.sql.exec<{ name: string }>(query).toArray(),
    );
    return rows.map((row) => row.name).filter(isOwn);
  }

  it.each(["database", "state", "graph"] as const)(
    "of the %s are in backups, or left out for a reason",
    async (source) => {
      const known = BACKED_UP_TABLES.filter((table) => table.source === source).map(({ name }) => name);
      expect([...known, ...Object.keys(NOT_BACKED_UP[source])].sort()).toEqual((await stored(source)).sort());
    },
  );
});

describe("a backup", () => {
  it("has every row of the tenant, encrypted", async () => {
    const { id } = await withData();
    const backupId = await backUp(id);
    const backup = await world.admin.backups.get.query({ tenant: id, id: backupId });
    expect(backup).toMatchObject({ status: "done", tenantId: id, reason: "request", revision: "2" });
    const counts = Object.fromEntries(backup.tables.map(({ table, rowCount }) => [table, rowCount]));
    expect(counts).toMatchObject({
      tenants: 1,
      users: 1,
      accounts: 1,
      api_keys: 2,
      changes: 5,
      revisions: 2,
      models: 1,
    });
    const inLog = await env.DB.prepare("SELECT count(*) AS n FROM audit_events WHERE tenant_id = ?")
      .bind(id)
      .first("n");
    expect(counts.audit_events).toBe(inLog);
    expect(counts).not.toHaveProperty("sessions");
    for (const key of await keysUnder(`backups/${id}/parts/`)) {
      const text = new TextDecoder("latin1").decode(await (await env.FILES.get(key))?.arrayBuffer());
      expect(text).not.toContain("anne");
    }
  });

  it("has nothing of other tenants", async () => {
    const [first, second] = [await withData(), await withData()];
    const { app } = isolate(new MovedClock());
    const manifest = await app.backupFiles?.manifest(first.id, await backUp(first.id));
    if (manifest === undefined || app.backupFiles === undefined) throw new Error("No backup was made.");
    const rows = await app.backupFiles.part(manifest, 0);
    expect(JSON.stringify(rows)).not.toContain(second.id);
    expect(rows.filter(({ table }) => table === "users").map(({ row }) => row.tenant_id)).toEqual([first.id]);
  });

  it("is refused where a file is missing, changed, or in the place of another", async () => {
    const { id } = await withData();
    const { app } = isolate(new MovedClock());
    const files = app.backupFiles;
    if (files === undefined) throw new Error("No backups are configured.");
    const [older, newer] = [await backUp(id), await backUp(id)];
    const manifest = await files.manifest(id, newer);
    const key = (one: string) => `backups/${id}/parts/${one}/000000`;
    const bytes = async (one: string) => (await (await env.FILES.get(key(one)))?.arrayBuffer()) ?? new ArrayBuffer(0);
    const good = await bytes(newer);
    const altered = new Uint8Array(good.slice(0));
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    for (const bad of [altered.buffer, await bytes(older), new ArrayBuffer(0)]) {
      await env.FILES.put(key(newer), bad);
      await expect(files.part(manifest, 0)).rejects.toMatchObject({ code: "backup_invalid" });
      // Without the manifest's hash, too.
      await expect(files.part({ ...manifest, parts: [] }, 0)).rejects.toMatchObject({ code: "backup_invalid" });
    }
    await env.FILES.delete(key(newer));
    await expect(files.part(manifest, 0)).rejects.toMatchObject({ code: "backup_invalid" });
    const name = `backups/${id}/manifests/${newer}`;
    const text = (await (await env.FILES.get(name))?.text()) ?? "";
    await env.FILES.put(name, text.replace('"rows": 5', '"rows": 6'));
    expect(await errorOf(world.admin.backups.get.query({ tenant: id, id: newer }))).toMatchObject({
      code: "backup_invalid",
    });
  });

  it("is decrypted with an older version of the key, and with no other key", async () => {
    const { id } = await withData();
    const backupId = await backUp(id);
    const newest = `b2:${new Uint8Array(32).fill(7).toBase64()}`;
    const key = (env as unknown as { BACKUP_KEY: string }).BACKUP_KEY;
    const withKey = (BACKUP_KEY: string) =>
      isolate(new MovedClock(), {}, { BACKUP_KEY } as unknown as Partial<Env>).app.backupFiles;
    expect(await withKey(`${newest},${key}`)?.manifest(id, backupId)).toMatchObject({ id: backupId });
    const other = withKey(newest);
    if (other === undefined) throw new Error("No backups are configured.");
    await expect(other.manifest(id, backupId)).rejects.toMatchObject({ code: "backup_invalid" });
  });

  it("can be listed and read by admins, and by no tenant", async () => {
    const { id, client } = await withData();
    const ids = [await backUp(id), await backUp(id)];
    const { items } = await world.admin.backups.list.query({ tenant: id });
    expect(items.map((item) => item.id)).toEqual(ids.toReversed());
    const page = await world.admin.backups.list.query({ tenant: id, limit: 1 });
    expect(await world.admin.backups.list.query({ tenant: id, limit: 1, cursor: page.nextCursor ?? "" })).toMatchObject(
      {
        items: [{ id: ids[0] }],
        nextCursor: null,
      },
    );
    expect(await errorOf(client.backups.list.query({ tenant: id }))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(clientFor().backups.get.query({ tenant: id, id: ids[0] ?? "" }))).toMatchObject({
      code: "unauthenticated",
    });
    expect(await errorOf(world.admin.backups.get.query({ tenant: id, id: `bak_${"0".repeat(26)}` }))).toMatchObject({
      code: "backup_not_found",
    });
  });
});

describe("files of backups", () => {
  it("are listed and read page by page, as they are stored", async () => {
    const { id } = await withData();
    await backUp(id);
    await writeChanges(id);
    const names: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await world.admin.backups.files.query({ tenant: id, limit: 2, ...(cursor && { cursor }) });
      names.push(...page.items.map(({ name }) => name));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(names).toEqual([...(await keysUnder(`backups/${id}/`)), ...(await keysUnder(`revocations/${id}/`))]);
    for (const name of names) {
      const { content } = await world.admin.backups.read.query({ tenant: id, name });
      const stored = await (await env.FILES.get(name))?.arrayBuffer();
      expect(content).toBe(new Uint8Array(stored ?? new ArrayBuffer(0)).toBase64());
    }
  });

  it("are no way to other files or to those of other tenants", async () => {
    const [first, second] = [await withData(), await withData()];
    await backUp(second.id);
    await env.FILES.put(`tenants/${first.id}/graph.csv`, "subject_type\n");
    const [other] = await keysUnder(`backups/${second.id}/`);
    for (const name of [other ?? "", `tenants/${first.id}/graph.csv`, `backups/${first.id}/../x`]) {
      const read = world.admin.backups.read.query({ tenant: first.id, name });
      expect(await errorOf(read)).toMatchObject({ code: "backup_not_found" });
    }
  });
});

describe("the schedule", () => {
  it("begins the backups that are due, a day after the last one", async () => {
    const { id } = await withData();
    const state = env.TENANT_STATE.getByName(id);
    const clock = new MovedClock();
    const { app } = isolate(clock);
    await runSchedule(app);
    expect(await state.backupProgress()).toMatchObject({ reason: "schedule" });
    await backUp(id);
    await runSchedule(app);
    expect(await state.backupProgress()).toBeUndefined();
    clock.advance(DAY + 60);
    await runSchedule(app);
    expect(await state.backupProgress()).toMatchObject({ reason: "schedule" });
    await backUp(id);
    expect(await world.admin.backups.list.query({ tenant: id })).toMatchObject({ items: [{}, {}] });
  });

  it("reports tenants whose last backup is older than two intervals", async () => {
    const { id } = await withData();
    await backUp(id);
    const clock = new MovedClock();
    const { app } = isolate(clock);
    const messages: string[] = [];
    const spy = vi.spyOn(console, "error").mockImplementation((text) => void messages.push(`${text}`));
    try {
      clock.advance(DAY + 60);
      await startBackups(app);
      expect(messages).toEqual([]);
      clock.advance(DAY);
      await startBackups(app);
      expect(messages.map((text) => JSON.parse(text).message)).toEqual(["The last backup of a tenant is too old."]);
    } finally {
      spy.mockRestore();
    }
  });

  it("begins none without a key", async () => {
    const { id } = await withData();
    const { app, clientFor: own } = isolate(new MovedClock(), {}, { BACKUP_KEY: "" } as unknown as Partial<Env>);
    await runSchedule(app);
    expect(await env.TENANT_STATE.getByName(id).backupProgress()).toBeUndefined();
    const list = own({ token: world.token }).backups.list.query({ tenant: id });
    expect(await errorOf(list)).toMatchObject({ code: "backups_not_configured" });
  });
});

describe("old backups", () => {
  it("are deleted with what only they need, except for the newest", async () => {
    const { id } = await withData();
    const { app } = isolate(new MovedClock());
    const [first, second] = [await backUp(id), await backUp(id)];
    await app.backupFiles?.deleteOld(id, Date.now() + DAY * 1000);
    expect(await keysUnder(`backups/${id}/manifests/`)).toEqual([`backups/${id}/manifests/${second}`]);
    expect(await keysUnder(`backups/${id}/parts/${first}/`)).toEqual([]);
    expect(await keysUnder(`backups/${id}/parts/${second}/`)).toHaveLength(1);
  });

  it("are deleted with their tenant", async () => {
    const { id } = await withData();
    await backUp(id);
    const { app } = isolate(new MovedClock());
    while (!(await app.backupFiles?.deleteSome(id)));
    expect(await keysUnder(`backups/${id}/`)).toEqual([]);
  });
});
