import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

type Row = Record<string, unknown>;
/** Rows by table or store. */
export type Holdings = Record<string, readonly Row[]>;

/** All stored data of a tenant. */
export async function holdingsOf(tenantId: string): Promise<Holdings> {
  const [database, graph, state, files, log] = await Promise.all([
    databaseOf(tenantId),
    objectOf(env.GRAPH_STATE.getByName(tenantId)),
    objectOf(env.TENANT_STATE.getByName(tenantId)),
    env.FILES.list({ prefix: `tenants/${tenantId}/` }),
    env.FILES.list({ prefix: `audit/${tenantId}/` }),
  ]);
  const keys = [{ jwks: await env.JWKS_CACHE.get(tenantId) }];
  const objects = [...files.objects, ...log.objects].map(({ key, etag }) => ({ key, etag }));
  return { ...prefixed("d1", database), ...prefixed("graph", graph), ...prefixed("state", state), keys, objects };
}

/** Every text in the data, including parts of documents. */
export function textsIn(holdings: Holdings): Set<string> {
  const texts = new Set<string>();
  for (const value of Object.values(holdings)
    .flat()
    .flatMap((row) => Object.values(row))) {
    if (typeof value !== "string") continue;
    for (const part of [value, ...value.split(/["{}[\],:]+/), ...value.split(/[^\w@.-]+/)]) texts.add(part);
  }
  return texts;
}

async function databaseOf(tenantId: string): Promise<Holdings> {
  const all = async (query: string, ...values: string[]) =>
    (
      await env.DB.prepare(query)
        .bind(...values)
        .all<Row>()
    ).results;
  const tables = await all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'");
  const holdings: Record<string, Row[]> = {};
  for (const { name } of tables) {
    const columns = (await all(`PRAGMA table_info("${name}")`)).map((column) => column.name);
    const owner = name === "tenants" ? "id" : columns.includes("tenant_id") ? "tenant_id" : undefined;
    // Tables without a tenant must not change either.
    holdings[`${name}`] = owner
      ? await all(`SELECT * FROM "${name}" WHERE ${owner} = ? ORDER BY 1`, tenantId)
      : await all(`SELECT * FROM "${name}" ORDER BY 1`);
  }
  return holdings;
}

async function objectOf(stub: DurableObjectStub): Promise<Holdings> {
  return await runInDurableObject(stub, (_, { storage }) => {
    const tables = storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
    const own = tables.filter(({ name }) => !name.startsWith("_"));
    return Object.fromEntries(
      own.map(({ name }) => [name, storage.sql.exec(`SELECT * FROM "${name}" ORDER BY 1`).toArray().map(readable)]),
    );
  });
}

/** Encodes bytes as text, so that they can be compared. */
function readable(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => {
    return [name, value instanceof ArrayBuffer ? new Uint8Array(value).toBase64() : value] as const;
  });
  return Object.fromEntries(entries);
}

function prefixed(prefix: string, holdings: Holdings): Holdings {
  return Object.fromEntries(Object.entries(holdings).map(([name, rows]) => [`${prefix}.${name}`, rows]));
}
