import type { GraphService } from "../authz/graph-service.ts";
import { systemClock } from "../ports/clock.ts";
import { openDatabase } from "../ports/database.ts";
import { dayOf } from "../usage/metric.ts";
import { UsageCounter } from "../usage/usage-counter.ts";
import { UsageStore } from "../usage/usage-store.ts";

/** How often a tenant that is used is looked at for what it holds, in milliseconds: its graph has to be loaded for that. */
const GAUGE_EVERY_MS = 60 * 60 * 1000;

/** Wires what one tenant has used to its object's storage, and to D1 where all tenants' lies. */
export function tenantUsage(sql: SqlStorage, env: Env, tenantId: string): UsageCounter {
  const store = new UsageStore(openDatabase(env.DB));
  let gaugedAt = 0;
  return new UsageCounter(sql, systemClock, async (day, totals) => {
    const now = systemClock.now();
    const isDue = day === dayOf(now) && now.getTime() - gaugedAt >= GAUGE_EVERY_MS;
    await store.put(tenantId, day, isDue ? new Map([...totals, ...(await holdings(env, tenantId))]) : totals);
    if (isDue) gaugedAt = now.getTime();
  });
}

async function holdings(env: Env, tenantId: string): Promise<[string, number][]> {
  const graph = env.GRAPH_STATE.getByName(tenantId) as unknown as Pick<GraphService, "stats">;
  const stats = await graph.stats();
  return stats.ok
    ? [
        ["tuples", stats.value.tuples],
        ["graphBytes", stats.value.bytes],
      ]
    : [];
}
