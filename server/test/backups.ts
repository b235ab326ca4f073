import { applyD1Migrations, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { appFor } from "../src/compose.ts";
import type { Job } from "../src/shared/alarms.ts";
import { createWorld } from "./world.ts";

/** Runs jobs of a Durable Object now, whenever they are due. */
async function runJobs(object: DurableObjectStub, names: readonly string[]): Promise<void> {
  await runInDurableObject(object, async (instance: object) => {
    for (const name of names) await (Reflect.get(instance, name) as Pick<Job, "run">).run();
  });
}

/** Writes what has changed to the tenant's revocation list, and the log of its graph. */
export async function writeChanges(tenantId: string): Promise<void> {
  await env.TENANT_STATE.getByName(tenantId).sealAll();
  await runJobs(env.TENANT_STATE.getByName(tenantId), ["revocationList"]);
  await runJobs(env.GRAPH_STATE.getByName(tenantId), ["log"]);
}

/** Makes a complete backup of a tenant now. Returns its id. */
export async function backUp(tenantId: string): Promise<string> {
  const state = env.TENANT_STATE.getByName(tenantId);
  await state.sealAll();
  const id = await state.startBackup("request");
  while ((await state.backupProgress()) !== undefined) await runJobs(state, ["backup"]);
  return id ?? "";
}

/** Deletes everything that is stored, except for the files. */
export async function loseEverythingButFiles(): Promise<void> {
  const kept: { key: string; bytes: ArrayBuffer }[] = [];
  for (const { key } of (await env.FILES.list()).objects) {
    const file = await env.FILES.get(key);
    if (file !== null) kept.push({ key, bytes: await file.arrayBuffer() });
  }
  await appFor(env)?.meter.flush();
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  for (const { key, bytes } of kept) await env.FILES.put(key, bytes);
}

/** All rows of a tenant's tables in D1 and in both objects, as text by table. */
export async function rowsOf(tenantId: string): Promise<Record<string, string[]>> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name <> 'd1_migrations'",
  ).all<{ name: string }>();
  const rows: Record<string, string[]> = {};
  for (const { name } of results) {
    const columns = await env.DB.prepare(`SELECT name FROM pragma_table_info('${name}')`).all<{ name: string }>();
    const names = columns.results.map((column) => column.name);
    const own = name === "tenants" ? "id = ?1" : names.includes("tenant_id") ? "tenant_id = ?1" : undefined;
    if (own === undefined) continue;
    const found = await env.DB.prepare(`SELECT * FROM ${name} WHERE ${own}`).bind(tenantId).all();
    rows[name] = found.results.map((row) => JSON.stringify(row)).sort();
  }
  for (const object of [env.TENANT_STATE.getByName(tenantId), env.GRAPH_STATE.getByName(tenantId)]) {
    await runInDurableObject(object, (_, { storage: { sql } }) => {
      for (const { name } of sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        if (name.startsWith("sqlite_") || name.startsWith("_cf") || name === "schema_version") continue;
        rows[name] = sql.exec(`SELECT * FROM ${name}`).toArray().map(textOf).sort();
      }
    });
  }
  return rows;
}

function textOf(row: Record<string, unknown>): string {
  return JSON.stringify(row, (_, value: unknown) =>
    value instanceof ArrayBuffer ? new Uint8Array(value).toBase64() : value,
  );
}

export const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n";
export const PASSWORD = "an unlikely sentence";
export const emailOf = (name: string) => ({ email: `${name}@example.com`, password: PASSWORD });
export const viewer = (name: string) => ({ subject: `user:${name}`, relation: "viewer", object: "doc:1" });

/** A platform with two tenants, without files of others. */
export async function newWorld() {
  await loseEverythingButFiles();
  for (const { key } of (await env.FILES.list()).objects) await env.FILES.delete(key);
  return await createWorld();
}

const tenantIds = async () =>
  (await env.DB.prepare("SELECT id FROM tenants").all<{ id: string }>()).results.map(({ id }) => id);

/** Backs up every tenant, the platform's own too. */
export async function backUpAll(): Promise<void> {
  for (const id of await tenantIds()) await backUp(id);
}

/** Writes the changes of every tenant. */
export async function keepChanges(): Promise<void> {
  for (const id of await tenantIds()) await writeChanges(id);
}
