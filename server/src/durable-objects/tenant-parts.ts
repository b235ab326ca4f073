import { Alerts } from "../audit/alerts.ts";
import { type Followers, Seals } from "../audit/seals.ts";
import { AuditStore } from "../audit/store.ts";
import type { GraphService } from "../authz/graph-service.ts";
import type { Ending } from "../connections/connection.ts";
import { ConnectionList } from "../connections/connection-list.ts";
import { openDatabase } from "../ports/database.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { systemClock } from "../ports/time.ts";
import { dayOf } from "../usage/usage.ts";
import { UsageCounter } from "../usage/usage-counter.ts";
import { UsageStore } from "../usage/usage-store.ts";

/** Wires what one tenant's object finds out to its storage, and to D1 where the tenant's log lies. */
export function tenantAlerts(sql: SqlDatabase, env: Env, tenantId: string): Alerts {
  const log = new AuditStore(openDatabase(env.DB));
  const now = () => systemClock.now().getTime();
  return new Alerts(sql, now, tenantId, async (event) => await log.appendOnce(event));
}

/** Wires the connections that one tenant's credentials have opened to the objects where they lie, its own among them. */
export function tenantConnections(sql: SqlDatabase, env: Env, own: Ending, tenantId: string): ConnectionList {
  return new ConnectionList(
    sql,
    () => systemClock.now().getTime(),
    async (place, ids, at) => {
      const objects = place.stream === "events" ? env.TENANT_STATE : env.GRAPH_STATE;
      const isOwn = place.stream === "events" && place.tenantId === tenantId;
      // The stub's methods are the class's, which both implement the interface.
      const object = isOwn ? own : (objects.getByName(place.tenantId) as unknown as Ending);
      await object.endConnections(ids, at);
    },
  );
}

/** Wires the seals of one tenant's log to its object's storage, and to D1 where the log lies. */
export function tenantSeals(sql: SqlDatabase, env: Env, tenantId: string, followers: Followers): Seals {
  const log = new AuditStore(openDatabase(env.DB));
  const all = (rowId: number) => ({ rowId, end: Number.MAX_SAFE_INTEGER });
  const read = (rowId: number, limit: number) => log.listAfter(tenantId, all(rowId), limit);
  return new Seals(sql, read, () => systemClock.now().getTime(), followers);
}

/** How often a tenant that is used is looked at for what it holds, in milliseconds: its graph has to be loaded for that. */
const GAUGE_EVERY_MS = 60 * 60 * 1000;
/** When it was looked at last: objects forget what they do not store, a quiet one between any two calls. */
const GAUGED = `
  CREATE TABLE IF NOT EXISTS usage_gauged (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT`;

/** Wires what one tenant has used to its object's storage, and to D1 where all tenants' lies. */
export function tenantUsage(sql: SqlDatabase, env: Env, tenantId: string): UsageCounter {
  const store = new UsageStore(openDatabase(env.DB));
  sql.exec(GAUGED);
  return new UsageCounter(sql, systemClock, async (day, totals) => {
    const now = systemClock.now();
    const isDue = day === dayOf(now) && isGaugeDue(sql, now);
    await store.put(tenantId, day, isDue ? new Map([...totals, ...(await holdings(env, tenantId))]) : totals);
    if (isDue) sql.exec("INSERT OR REPLACE INTO usage_gauged VALUES (1, ?)", now.getTime());
  });
}

/** Whether it was not looked at today, or longer ago. */
function isGaugeDue(sql: SqlDatabase, now: Date): boolean {
  const [last] = sql.exec<{ at: number }>("SELECT at FROM usage_gauged").toArray();
  return last === undefined || dayOf(new Date(last.at)) !== dayOf(now) || now.getTime() - last.at >= GAUGE_EVERY_MS;
}

async function holdings(env: Env, tenantId: string): Promise<[string, number][]> {
  const graph = env.GRAPH_STATE.getByName(tenantId) as unknown as Pick<GraphService, "stats">;
  const stats = await graph.stats();
  return stats.ok
    ? [
        ["tuples", stats.value.tupleCount],
        ["graphBytes", stats.value.memoryBytes],
      ]
    : [];
}
