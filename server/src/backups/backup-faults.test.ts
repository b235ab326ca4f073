import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { backUp, MODEL, writeChanges } from "../../test/backups.ts";
import { errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { newId } from "../ports/ids.ts";
import { restoreTenant } from "./restore-tenant.ts";
import { startBackups } from "./start-backups.ts";

const VIEWER = { subject: "user:anne", relation: "viewer", object: "doc:1" };
const credentials = { email: "anne@example.com", password: "an unlikely sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
async function newTenant() {
  const created = await createTenant(world.admin, `faults-${++tenants}`);
  return { ...created, id: created.tenant.id };
}

function filesOf() {
  const { backupFiles } = isolate(new MovedClock()).app;
  if (backupFiles === undefined) throw new Error("No backups are configured.");
  return backupFiles;
}

describe("backups", () => {
  it("begin another one when a graph was replaced while one is made", async () => {
    const { id } = await newTenant();
    const state = env.TENANT_STATE.getByName(id);
    const first = await state.startBackup("schedule");
    expect(await state.startBackup("replaced_graph")).toBe(first);
    const run = async () =>
      await runInDurableObject(state, async (instance: object) => await Reflect.get(instance, "backup").run());
    for (let i = 0; i < 10 && (await filesOf().list(id)).length < 2; i++) await run();
    const ids = await filesOf().list(id);
    expect(ids).toHaveLength(2);
    expect((await filesOf().manifest(id, ids[1] ?? "")).reason).toBe("replaced_graph");
    expect(await state.backupProgress()).toBeUndefined();
  });

  it("are complete although an old one is damaged", async () => {
    const { id } = await newTenant();
    const old = await backUp(id);
    await env.FILES.put(`backups/${id}/manifests/${old}`, "damaged");
    const id2 = await backUp(id);
    expect((await filesOf().manifest(id, id2)).id).toBe(id2);
  });

  it("of other tenants begin although one tenant's object fails", async () => {
    const begun: string[] = [];
    const { app } = isolate(new MovedClock());
    const backupRequests = (id: string) => ({
      ...app.backupRequests(id),
      startBackup: async () => {
        if (id === world.acme.tenant.id) throw new Error("The object is overloaded.");
        begun.push(id);
        return id;
      },
    });
    await startBackups({ ...app, backupRequests });
    expect(begun).toContain(world.globex.tenant.id);
  });

  it("are all listed if there are more than a bucket lists at once", async () => {
    const { id } = await newTenant();
    const ids = Array.from({ length: 1002 }, (_, i) => newId("bak", new Date(i * 1000)));
    for (let i = 0; i < ids.length; i += 100) {
      await Promise.all(ids.slice(i, i + 100).map((one) => env.FILES.put(`backups/${id}/manifests/${one}`, "")));
    }
    expect(await filesOf().list(id)).toEqual(ids);
  });

  it("aren't read by the manifest of another backup or tenant", async () => {
    const [own, other] = [await newTenant(), await newTenant()];
    const [first, second, foreign] = [await backUp(own.id), await backUp(own.id), await backUp(other.id)];
    const key = (id: string, backup: string) => `backups/${id}/manifests/${backup}`;
    for (const source of [key(own.id, first), key(other.id, foreign)]) {
      const text = (await (await env.FILES.get(source))?.text()) ?? "";
      await env.FILES.put(key(own.id, second), text);
      await expect(filesOf().manifest(own.id, second)).rejects.toMatchObject({ code: "backup_invalid" });
    }
  });
});

describe("a restore of one tenant", () => {
  it("doesn't wait for one of another tenant", async () => {
    const [own, other] = [await newTenant(), await newTenant()];
    await own.client.authz.model.put.mutate({ model: MODEL });
    const { restores } = isolate(new MovedClock()).app;
    expect(await restores.begin(other.id, {}, new Date())).toBeDefined();
    const input = { tenant: own.id, at: new Date(), restores: ["graph" as const] };
    expect(await world.admin.backups.restore.mutate(input)).toMatchObject({ done: true });
    expect(await restores.begin(other.id, {}, new Date())).toBeUndefined();
  });

  it("restores tuples once, so that a repeated step keeps what was deleted meanwhile", async () => {
    const { client, id } = await newTenant();
    await client.authz.model.put.mutate({ model: MODEL });
    await client.authz.write.mutate({ writes: [VIEWER] });
    const graph = env.GRAPH_STATE.getByName(id);
    const origin = { actor: "system", reason: null, requestId: "rst_1" };
    const first = await graph.restoreTuples({ revision: 2 }, origin);
    await client.authz.write.mutate({ deletes: [VIEWER] });
    expect(await graph.restoreTuples({ revision: 2 }, origin)).toEqual(first);
    expect((await client.authz.check.query({ ...VIEWER, consistency: "exact" })).allowed).toBe(false);
  });

  it("lets no lost user sign in before the end, which a damaged file prevents", async () => {
    const { client, browser, id } = await newTenant();
    const { user } = await client.users.create.mutate(credentials);
    await backUp(id);
    const at = new Date();
    await client.users.ban.mutate({ id: user.id });
    await writeChanges(id);
    for (const table of ["accounts WHERE user_id", "users WHERE id", "changed_rows WHERE id"]) {
      await env.DB.prepare(`DELETE FROM ${table} = ?`).bind(user.id).run();
    }
    const clock = new MovedClock();
    const now = () => {
      clock.advance(6);
      return clock.now();
    };
    const app = { ...isolate(clock).app, clock: { now } };
    const request = { tenantId: id, actor: "system", at, graphRevision: undefined, restores: ["users" as const] };
    const file = async () => (await env.FILES.list({ prefix: `revocations/${id}/` })).objects.at(-1)?.key ?? "";
    const phase = async () => {
      const query = "SELECT state ->> 'phase' AS phase FROM restores WHERE tenant_id = ? AND ended_at IS NULL";
      return await env.DB.prepare(query).bind(id).first("phase");
    };
    do await restoreTenant(app, request);
    while ((await phase()) !== "changed");
    await env.FILES.put(await file(), "damaged");
    await expect(restoreTenant(app, request)).rejects.toMatchObject({ code: "backup_invalid" });
    expect(await phase()).toBeNull();
    expect(await errorOf(browser.auth.login.mutate(credentials))).toMatchObject({ code: "user_banned" });
  });
});
