import * as sdk from "@cf-auth/client";
import { type CfAuthClient, createClient } from "@cf-auth/client";
import { signInPlatformAdmin } from "@cf-auth/local/admin";
import type { Stack } from "@cf-auth/local/stack";
import { ApiKeyStore } from "../../../../server/src/api-keys/store.ts";
import { AuditStore } from "../../../../server/src/audit/store.ts";
import type { Database } from "../../../../server/src/ports/database.ts";
import { TenantStore } from "../../../../server/src/tenants/store.ts";
import { UserStore } from "../../../../server/src/users/store.ts";
import { type Load, latencies } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { during, withState } from "../server/server.ts";
import { fill, type Size } from "./fill.ts";
import { rowsRead } from "./rows-read.ts";

const SMALL: Size = { tenants: 100, users: 10_000 };
const LARGE: Size = { tenants: 10_000, users: 1_000_000 };
const SETTINGS = { milliseconds: 300, rounds: 7 };
/** Maximum duration of a page, as a multiple of that on the small directory. */
const REACH = 1.5;
const LIMIT = 100;

interface Directory {
  readonly admin: CfAuthClient;
  readonly server: CfAuthClient;
  readonly tenantId: string;
  readonly database: Stack["database"];
}

/** A page that is requested over HTTP, and its query. */
interface ListPage {
  readonly name: string;
  readonly call: (directory: Directory) => Promise<{ items: readonly unknown[] }>;
  readonly query: (db: Database, tenantId: string) => Promise<unknown>;
}

const NO_FILTER = { status: undefined, verified: undefined };
const keys = { state: "active", search: undefined, after: undefined, limit: LIMIT + 1, now: new Date() } as const;
const start = (limit: number) => ({ after: undefined, before: undefined, limit: limit + 1 });

const PAGES: readonly ListPage[] = [
  {
    name: "tenants.list",
    call: ({ admin }) => admin.tenants.list(),
    query: (db) => new TenantStore(db).list({ visible: "all" }, start(LIMIT)),
  },
  {
    name: "tenants.list, searched",
    call: ({ admin }) => admin.tenants.list({ search: "tenant 5" }),
    query: (db) =>
      new TenantStore(db).search({ visible: "all" }, { by: "name", prefix: "tenant 5", after: undefined }, LIMIT + 1),
  },
  {
    name: "tenants.list, active ones",
    call: ({ admin }) => admin.tenants.list({ status: "active" }),
    query: (db) => new TenantStore(db).list({ visible: "all", status: "active" }, start(LIMIT)),
  },
  {
    name: "users.list",
    call: ({ server }) => server.users.list(),
    query: (db, tenantId) => new UserStore(db).list(tenantId, NO_FILTER, start(LIMIT)),
  },
  {
    name: "users.list, unverified ones",
    call: ({ server }) => server.users.list({ emailVerified: false }),
    query: (db, tenantId) => new UserStore(db).list(tenantId, { ...NO_FILTER, verified: false }, start(LIMIT)),
  },
  {
    name: "users.search by address",
    call: ({ server }) => server.users.search({ by: "email", prefix: "person-5" }),
    query: (db, id) => new UserStore(db).search(id, { by: "email", prefix: "person-5", after: undefined }, LIMIT + 1),
  },
  {
    name: "users.search by name",
    call: ({ server }) => server.users.search({ by: "name", prefix: "Person 7" }),
    query: (db, id) => new UserStore(db).search(id, { by: "name", prefix: "person 7", after: undefined }, LIMIT + 1),
  },
  {
    name: "apiKeys.list, active ones",
    call: ({ server }) => server.apiKeys.list({ status: "active" }),
    query: (db, tenantId) =>
      new ApiKeyStore(db).list(tenantId, { kinds: ["publishable", "secret", "restricted"] }, keys),
  },
  {
    name: "audit.list",
    call: ({ server }) => server.audit.list(),
    query: (db, tenantId) => new AuditStore(db).list(tenantId, {}, start(LIMIT)),
  },
  {
    name: "audit.list of an event",
    call: ({ server }) => server.audit.list({ event: "auth.login" }),
    query: (db, tenantId) => new AuditStore(db).list(tenantId, { event: "auth.login" }, start(LIMIT)),
  },
];

/** Pages of lists with 10,000 tenants and a million users, by the same pages with 100 and 10,000; and rows read for each. */
export async function benchDirectory(): Promise<Result[]> {
  return await withDirectory(SMALL, (small) => withDirectory(LARGE, (large) => compare(small, large)));
}

async function compare(small: Directory, large: Directory): Promise<Result[]> {
  const loads = PAGES.flatMap((page) => [loadOf(page.name, page, large), loadOf(`${page.name}, small`, page, small)]);
  const times = await latencies(loads, SETTINGS);
  const results: Result[] = [];
  for (const { name, query } of PAGES) {
    const [value, baseline] = [times.get(name) ?? 0, times.get(`${name}, small`) ?? 0];
    results.push(result({ name, value, unit: "ms/call", baseline, reach: REACH }));
    const readBy = async (one: Directory) => await rowsRead(one.database, (db) => query(db, one.tenantId));
    results.push(
      result({ name: `${name}: read`, value: await readBy(large), unit: "rows", baseline: await readBy(small) }),
    );
  }
  return results;
}

function loadOf(name: string, { call }: ListPage, directory: Directory): Load {
  return { name, call: async () => (await call(directory)).items.length };
}

async function withDirectory<T>(size: Size, work: (directory: Directory) => Promise<T>): Promise<T> {
  return await withState((state) =>
    during(state, async ({ url, secrets, database }) => {
      const credentials = { email: "bench@example.com", password: secrets.ADMIN_PASSWORD };
      await createClient({ url }).platform.bootstrap({ ...credentials, secret: secrets.BOOTSTRAP_SECRET });
      const token = await signInPlatformAdmin(sdk, url, credentials);
      const admin = createClient({ url, token });
      const { tenant, secretKey } = await admin.tenants.create({ slug: "largest", name: "Largest" });
      await fill(database, size, tenant.id);
      const server = createClient({ url, key: secretKey });
      return await work({ admin, server, tenantId: tenant.id, database });
    }),
  );
}
