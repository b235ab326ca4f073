import { isDeepStrictEqual } from "node:util";
import { LIFECYCLE_RULES } from "../lifecycle-rules.ts";
import { field, isRecord, items } from "../value.ts";
import type { CloudflareAccount } from "./cloudflare-account.ts";
import type { ResourceNames } from "./names.ts";
import { readVars } from "./present-worker.ts";
import { RELEASE } from "./release-hash.ts";

/** What the account has of a stack. */
export interface Present {
  readonly databaseId: string | undefined;
  /** Names of applied migrations. */
  readonly migrations: readonly string[];
  readonly hasAdmin: boolean;
  /** Ids of KV namespaces by binding. */
  readonly namespaceIds: ReadonlyMap<string, string>;
  readonly hasBucket: boolean;
  readonly hasLifecycle: boolean;
  /** Names of the Worker's secrets. */
  readonly secrets: readonly string[];
  /** Hash of the release that the Worker has; undefined without a Worker of this program. */
  readonly release: string | undefined;
}

export async function readPresent(account: CloudflareAccount, names: ResourceNames): Promise<Present> {
  const databases = await account.list("/d1/database", items);
  const databaseId = textIn(databases, "name", names.database, "uuid");
  const titles = await account.list("/storage/kv/namespaces", items);
  const namespaceIds = [...names.namespaces].flatMap(([binding, title]) => {
    const id = textIn(titles, "title", title, "id");
    return id === undefined ? [] : [[binding, id] as const];
  });
  const buckets = items(field(await account.find("/r2/buckets?per_page=1000"), "buckets"));
  const hasBucket = textIn(buckets, "name", names.bucket, "name") !== undefined;
  const script = `/workers/scripts/${names.worker}`;
  const vars = await readVars(account, names.worker);
  return {
    databaseId,
    ...(await databaseState(account, databaseId)),
    namespaceIds: new Map(namespaceIds),
    hasBucket,
    hasLifecycle: hasBucket && (await hasRules(account, names.bucket)),
    secrets: items(await account.find(`${script}/secrets`)).map((secret) => String(field(secret, "name"))),
    release: vars?.get(RELEASE),
  };
}

async function databaseState(account: CloudflareAccount, id: string | undefined) {
  if (id === undefined) return { migrations: [], hasAdmin: false };
  const names = async (sql: string) => (await account.query(id, sql)).map((row) => String(field(row, "name")));
  const tables = await names("SELECT name FROM sqlite_master WHERE type = 'table'");
  const migrations = tables.includes("d1_migrations") ? await names("SELECT name FROM d1_migrations ORDER BY id") : [];
  const platforms = tables.includes("tenants")
    ? await names("SELECT slug AS name FROM tenants WHERE slug = 'platform'")
    : [];
  return { migrations, hasAdmin: platforms.length > 0 };
}

async function hasRules(account: CloudflareAccount, bucket: string): Promise<boolean> {
  const rules = items(field(await account.find(`/r2/buckets/${bucket}/lifecycle`), "rules")).filter(isRecord);
  return LIFECYCLE_RULES.every((expected) =>
    rules.some((rule) => Object.entries(expected).every(([name, value]) => isDeepStrictEqual(rule[name], value))),
  );
}

/** The text of a field, in the item whose `key` is `value`. */
function textIn(list: readonly unknown[], key: string, value: string, name: string): string | undefined {
  const text = field(
    list.find((item) => field(item, key) === value),
    name,
  );
  return typeof text === "string" ? text : undefined;
}
