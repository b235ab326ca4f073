/// <reference types="vite/types/importMeta.d.ts" />
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { checkMigrations } from "@cf-auth/drizzle/migration-rules";
import { parseModel } from "@cf-auth/model-language";
import { describe, expect, it } from "vitest";
import { resetEmail } from "../../test/email-queue.ts";
import type { Origin } from "../authz/graph-service.ts";
import { unwrap } from "../authz/outcome.ts";
import { hourOf } from "../usage/usage.ts";
import { GRAPH_STATE_MIGRATIONS } from "./graph-state-migrations.ts";
import { migrate, type ObjectMigration } from "./object-migrations.ts";
import { TENANT_STATE_MIGRATIONS } from "./tenant-state-migrations.ts";

const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
const ORIGIN: Origin = { actor: "test", reason: null, requestId: "req_test" };
const FACT = { subject: "user:anne", relation: "reader", object: "doc:1" };
const NOW = Date.now();

type Row = Record<string, SqlStorageValue>;

/** What an object's callers see of it after work that writes to every table. */
async function workOnGraph(name: string): Promise<unknown> {
  const graph = env.GRAPH_STATE.getByName(name);
  unwrap(await graph.putModel({ source: MODEL, definition: parseModel(MODEL).definition }, ORIGIN));
  unwrap(await graph.write({ writes: [FACT], deletes: [], mustExist: [], mustNotExist: [] }, ORIGIN));
  return await readGraph(name);
}

async function readGraph(name: string): Promise<unknown> {
  const graph = env.GRAPH_STATE.getByName(name);
  const changes = unwrap(await graph.changes({ revision: 0, position: -1 }, 10));
  const model = unwrap(await graph.getModel(undefined));
  const check = unwrap(await graph.query("check", FACT, undefined));
  return JSON.parse(JSON.stringify({ changes, model, check }));
}

async function workOnTenant(name: string): Promise<unknown> {
  const tenant = env.TENANT_STATE.getByName(name);
  const attempt = { kind: "password" as const, account: "anne", address: "192.0.2.1", now: NOW, challenge: null };
  await tenant.beginAttempt(attempt);
  const key = { countsAs: "key_1", limits: [{ perSeconds: 3600, calls: 5 }], quota: null, quotaSerial: 0 };
  await tenant.countUse({ ...key, cost: 1, now: NOW });
  await tenant.beginCall({ id: "call_1", requestId: "req_1", partition: "servers", fingerprint: "f" });
  await tenant.revoke(["ses_1"], "revoked", NOW);
  const tally = { hour: hourOf(new Date(NOW)), counts: { calls: 3 }, latency: new Map(), users: new Set(["usr_1"]) };
  await tenant.countUsage({ source: "isolate", serial: 1, tallies: [tally] });
  await tenant.registerConnection({ ids: ["ses_1"], tenantId: name, stream: "events", ttlMs: 60_000 });
  await tenant.admitSubscriber("ticket", { ids: ["ses_1"], ttlMs: 60_000 }, { after: 0, event: null });
  await tenant.enqueue(resetEmail("reset 1"));
  return await readTenant(name);
}

async function readTenant(name: string): Promise<unknown> {
  const tenant = env.TENANT_STATE.getByName(name);
  const token = { sessionId: "ses_1", clientId: "key_1", kid: "kid", issuedAt: NOW };
  const emails = await tenant.emails({ limit: 10 });
  const hour = hourOf(new Date(NOW));
  return {
    call: await tenant.beginCall({ id: "call_1", requestId: "req_2", partition: "servers", fingerprint: "f" }),
    emails: emails.map(({ idempotencyKey }) => idempotencyKey),
    revocation: await tenant.standing(token),
    usage: await tenant.usageByHour("calls", hour, hour),
  };
}

const OBJECTS = [
  {
    name: "GraphState",
    migrations: GRAPH_STATE_MIGRATIONS,
    stubOf: (name: string): DurableObjectStub => env.GRAPH_STATE.getByName(name),
    work: workOnGraph,
    read: readGraph,
  },
  {
    name: "TenantState",
    migrations: TENANT_STATE_MIGRATIONS,
    stubOf: (name: string): DurableObjectStub => env.TENANT_STATE.getByName(name),
    work: workOnTenant,
    read: readTenant,
  },
];

let count = 0;
const newName = () => `ten_schema_${++count}`;

/** Changes an object's storage, and has the class load it anew. */
async function prepare(stub: DurableObjectStub, change: (storage: DurableObjectStorage) => void | Promise<void>) {
  await runInDurableObject(stub, async (_, { storage }) => await change(storage));
  await evictDurableObject(stub);
}

async function inStorage<T>(stub: DurableObjectStub, read: (sql: SqlStorage) => T): Promise<T> {
  return await runInDurableObject(stub, (_, { storage }) => read(storage.sql));
}

function tablesOf(sql: SqlStorage): string[] {
  const query = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'
    AND name NOT IN ('sqlite_sequence', 'schema_version') ORDER BY name`;
  return sql
    .exec<{ name: string }>(query)
    .toArray()
    .map((row) => row.name);
}

/** Columns and indexes, however they came about. */
function schemaOf(sql: SqlStorage): unknown {
  const columns = tablesOf(sql).map((table) => [
    table,
    sql.exec(`SELECT * FROM pragma_table_info('${table}')`).toArray(),
  ]);
  const indexes = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name";
  return { columns, indexes: sql.exec(indexes).toArray() };
}

/** Puts a row into each table that is empty. */
function fill(sql: SqlStorage): void {
  for (const table of tablesOf(sql)) {
    const columns = sql.exec<{ name: string; type: string }>(`SELECT name, type FROM pragma_table_info('${table}')`);
    const entries = [...columns].map(({ name, type }) => [name, { INTEGER: 1, BLOB: new ArrayBuffer(1) }[type] ?? "1"]);
    const names = entries.map(([name]) => `"${name}"`).join();
    const marks = entries.map(() => "?").join();
    sql.exec(`INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${marks})`, ...entries.map(([, value]) => value));
  }
}

function rowsOf(sql: SqlStorage): Record<string, Row[]> {
  return Object.fromEntries(tablesOf(sql).map((table) => [table, sql.exec(`SELECT * FROM "${table}"`).toArray()]));
}

describe.each(OBJECTS)("the schema of $name", ({ migrations, stubOf, work, read }) => {
  const latest = migrations.length;
  const versionOf = (sql: SqlStorage) => sql.exec("SELECT version FROM schema_version").one().version;

  it("is at the latest version in a new object", async () => {
    expect(await inStorage(stubOf(newName()), versionOf)).toBe(latest);
  });

  it.each(migrations.map((_, i) => i))("is migrated from version %i without loss", async (version) => {
    const fresh = await inStorage(stubOf(newName()), schemaOf);
    const stub = stubOf(newName());
    await runInDurableObject(stub, async (_, { storage }) => {
      await storage.deleteAll();
      migrate(storage, migrations.slice(0, version));
      fill(storage.sql);
      const before = rowsOf(storage.sql);
      migrate(storage, migrations);
      expect(rowsOf(storage.sql)).toMatchObject(before);
      expect(schemaOf(storage.sql)).toEqual(fresh);
    });
  });

  it.each(migrations.map((_, i) => i))("serves calls once loaded at version %i", async (version) => {
    const [name, other] = [newName(), newName()];
    await prepare(stubOf(name), async (storage) => {
      await storage.deleteAll();
      migrate(storage, migrations.slice(0, version));
    });
    await work(name);
    expect(await inStorage(stubOf(name), versionOf)).toBe(latest);
    expect(await inStorage(stubOf(name), schemaOf)).toEqual(await inStorage(stubOf(other), schemaOf));
  });

  it("adopts an object of the first version that has no version, with all its data", async () => {
    const name = newName();
    const before = await work(name);
    await prepare(stubOf(name), ({ sql }) => void sql.exec("DROP TABLE schema_version"));
    expect(await read(name)).toEqual(before);
    expect(await inStorage(stubOf(name), versionOf)).toBe(latest);
  });

  it("serves calls when the next release has added a column to every table", async () => {
    const name = newName();
    await prepare(stubOf(name), (storage) => {
      const sql = tablesOf(storage.sql).map((table) => `ALTER TABLE "${table}" ADD COLUMN later TEXT;`);
      migrate(storage, [...migrations, { name: "next", release: "next", sql: sql.join("\n") }]);
    });
    const served = await work(name);
    await evictDurableObject(stubOf(name));
    expect(await read(name)).toEqual(served);
    expect(await inStorage(stubOf(name), versionOf)).toBe(latest + 1);
  });

  it("fails each call of an object whose schema is two releases newer", async () => {
    const name = newName();
    const next = (release: string): ObjectMigration => ({
      name: release,
      release,
      sql: `CREATE TABLE t_${release} (a)`,
    });
    await prepare(stubOf(name), (storage) => migrate(storage, [...migrations, next("one"), next("two")]));
    const version = latest + 2;
    await expect(read(name)).rejects.toThrow(
      `The object's schema is at version ${version}, which needs code of version ${latest + 1} or later`,
    );
  });
});

describe.each(OBJECTS)("the migrations of $name", ({ migrations }) => {
  it("are numbered from 1, and in the order of their releases", () => {
    const names = migrations.map((_, i) =>
      expect.stringMatching(new RegExp(`^${String(i + 1).padStart(4, "0")}_\\w+$`)),
    );
    expect(migrations.map(({ name }) => name)).toEqual(names);
    const releases = migrations.map(({ release }) =>
      release
        .split(".")
        .map((part) => part.padStart(6, "0"))
        .join("."),
    );
    expect(releases).toEqual([...releases].sort());
  });

  it("keep what code of the release before needs", () => {
    expect(violationsIn(migrations)).toEqual([]);
  });

  it.each([
    ["ALTER TABLE outbox DROP COLUMN error", "drops a column"],
    ["ALTER TABLE outbox RENAME COLUMN error TO last_error", "renames"],
    ["ALTER TABLE outbox RENAME TO emails", "renames"],
    ["ALTER TABLE outbox ADD COLUMN locale TEXT NOT NULL", "NOT NULL column"],
    ["DROP TABLE outbox", "drops outbox"],
    ["DELETE FROM outbox", "deletes rows"],
  ])("can't contain %s", (sql, problem) => {
    const violations = violationsIn([...migrations, { name: "9999_next", release: "9999.0.0", sql }]);
    expect(violations[0]).toContain(problem);
  });
});

/** Problems of the latest release's migrations; those of earlier releases are applied. */
function violationsIn(migrations: readonly ObjectMigration[]): string[] {
  const latest = migrations.at(-1)?.release;
  const applied = new Set(migrations.filter(({ release }) => release !== latest).map(({ name }) => name));
  return checkMigrations(migrations, { applied }).map(({ message }) => message);
}

it("names the columns of every insert, so that it works with a column more", () => {
  const sources = import.meta.glob<string>(["../**/*.ts", "!../**/*.test.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  const unnamed = Object.entries(sources).filter(([, source]) =>
    /\bINTO\s+\w+\s+(VALUES|SELECT|DEFAULT)\b/.test(source),
  );
  expect(unnamed.map(([file]) => file)).toEqual([]);
});
