import { createHash, createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { ROOT } from "./paths.ts";

const HELP = `npm run query -- [--state DIR] [--json] request ID
npm run query -- [--state DIR] [--json] d1 [SQL]
npm run query -- [--state DIR] [--json] graph|state TENANT [SQL]

Reads the local stack's databases, also while it runs, and changes nothing.

  request      log lines, audit events and graph revisions of a request, by the id in its error or its x-request-id header
  d1           the database of all tenants; its tables are in drizzle/schema.ts
  graph        a tenant's GraphState object: model, tuples, log of changes
  state        a tenant's TenantState object: counters, emails, events, idempotency records
  TENANT       id or slug of the tenant
  SQL          one SELECT; defaults to a list of the tables
  --state DIR  the folder of the stack; defaults to .cf-auth
  --json       prints an object a line`;

const TABLES = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'";
const CLASSES: Readonly<Record<string, string>> = { graph: "cf-auth-GraphState", state: "cf-auth-TenantState" };

type Row = Record<string, unknown>;

/** Rows for the arguments of `npm run query`. Throws with the next step where there is no such database. */
export function query(folder: string, [database = "", ...rest]: readonly string[]): Row[] {
  const [name = "", sql] = rest;
  if (database === "request") return findRequest(folder, name);
  if (database === "d1") return rowsOf(findD1(folder), rest[0]);
  const objects = CLASSES[database];
  if (objects === undefined) throw new Error(`"${database}" is no database. Write request, d1, graph or state.`);
  const file = findObject(folder, objects, findTenant(folder, name));
  if (file === undefined) throw new Error(`The tenant ${name} has no ${objects} yet. Make a call that uses it.`);
  return rowsOf(file, sql);
}

function findRequest(folder: string, id: string): Row[] {
  const log = join(folder, "worker.log");
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  const logged = lines.filter((line) => line.includes(id)).map((line) => ({ in: "worker.log", ...readLine(line) }));
  const events = rowsOf(findD1(folder), "SELECT * FROM audit_events WHERE request_id = ?", id);
  const graphs = new Set(events.map((event) => findObject(folder, "cf-auth-GraphState", `${event.tenant_id}`)));
  const revisions = [...graphs]
    .filter((file) => file !== undefined)
    .flatMap((file) => rowsOf(file, "SELECT * FROM revisions WHERE request_id = ?", id));
  return [
    ...logged,
    ...events.map((event) => ({ in: "audit_events", ...event })),
    ...revisions.map((revision) => ({ in: "revisions", ...revision })),
  ];
}

function rowsOf(file: string, sql = TABLES, ...values: string[]): Row[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(sql).all(...values);
  } finally {
    database.close();
  }
}

function findD1(folder: string): string {
  const d1 = join(folder, "v3/d1/miniflare-D1DatabaseObject");
  const names = existsSync(d1) ? readdirSync(d1) : [];
  const [name] = names.filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file));
  if (name === undefined) throw new Error(`There is no database in ${folder}. Run npm start once.`);
  return join(d1, name);
}

function findTenant(folder: string, tenant: string): string {
  const [row] = rowsOf(findD1(folder), "SELECT id FROM tenants WHERE ? IN (id, slug)", tenant);
  if (row === undefined) throw new Error(`There is no tenant "${tenant}". Query d1 for SELECT id, slug FROM tenants.`);
  return `${row.id}`;
}

/** The fields of a log line, which is a level and JSON; other text as it is. */
function readLine(line: string): object {
  try {
    return JSON.parse(line.slice(line.indexOf("{")));
  } catch {
    return { line };
  }
}

/** The file of the object with a name, if it has stored anything. */
function findObject(folder: string, objects: string, name: string): string | undefined {
  const file = join(folder, "v3/do", objects, `${objectId(objects, name)}.sqlite`);
  return existsSync(file) ? file : undefined;
}

/** The id of the object with a name, as workerd derives it: idFromName in `src/workerd/server/actor-id-impl.c++`. */
function objectId(objects: string, name: string): string {
  const key = createHash("sha256").update(objects).digest();
  const half = (of: string | Buffer) => createHmac("sha256", key).update(of).digest().subarray(0, 16);
  const first = half(name);
  return Buffer.concat([first, half(first)]).toString("hex");
}

function main(): void {
  const options = {
    state: { type: "string", default: join(ROOT, ".cf-auth") },
    json: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    return;
  }
  const rows = query(values.state, positionals);
  if (values.json) for (const row of rows) console.log(JSON.stringify(row));
  else for (const row of rows) console.log({ ...row });
  console.error(rows.length === 1 ? "1 row." : `${rows.length} rows.`);
}

if (import.meta.main) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
