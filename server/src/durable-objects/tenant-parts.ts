import { Alerts } from "../audit/alerts.ts";
import { type Followers, Seals } from "../audit/seals.ts";
import { AuditStore } from "../audit/store.ts";
import type { GraphService } from "../authz/graph-service.ts";
import type { RevocationList } from "../backups/revocation-list.ts";
import type { ConnectionOwner } from "../connections/connection.ts";
import { ConnectionList } from "../connections/connection-list.ts";
import { liveEventOf } from "../events/live-event.ts";
import { openDatabase } from "../ports/database.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { systemClock } from "../ports/time.ts";
import type { DayUsage } from "../usage/totals.ts";
import { dayOf } from "../usage/usage.ts";
import { UsageCounter } from "../usage/usage-counter.ts";
import { UsageStore } from "../usage/usage-store.ts";
import type { DeliveryQueue, WebhookSubscription } from "../webhooks/delivery-queue.ts";
import { WebhookStore } from "../webhooks/webhook-store.ts";

/** Wires one tenant's alerts to its object's storage, and to the audit log in D1. */
export function tenantAlerts(sql: SqlDatabase, env: Env, tenantId: string): Alerts {
  const log = new AuditStore(openDatabase(env.DB));
  const now = () => systemClock.now().getTime();
  return new Alerts(sql, now, tenantId, async (event) => await log.appendOnce(event));
}

/** Wires one tenant's list of connections to their owners, including its own object. */
export function tenantConnections(sql: SqlDatabase, env: Env, own: ConnectionOwner, tenantId: string): ConnectionList {
  return new ConnectionList(
    sql,
    () => systemClock.now().getTime(),
    async (owner, ids, at) => {
      const objects = owner.stream === "events" ? env.TENANT_STATE : env.GRAPH_STATE;
      const isOwn = owner.stream === "events" && owner.tenantId === tenantId;
      // Both classes implement the interface.
      const object = isOwn ? own : (objects.getByName(owner.tenantId) as unknown as ConnectionOwner);
      await object.endConnections(ids, at);
    },
  );
}

/** Wires the seals of one tenant's audit log to its object's storage, and to the log in D1. */
export function tenantSeals(
  sql: SqlDatabase,
  atomically: (work: () => void) => void,
  env: Env,
  tenantId: string,
  followers: Followers,
  list: Pick<RevocationList, "note">,
  deliveries: Pick<DeliveryQueue, "enqueue">,
): Seals {
  const db = openDatabase(env.DB);
  const log = new AuditStore(db);
  const webhooks = new WebhookStore(db);
  // Those read last, with the events that are sealed next: one run at a time reads and seals.
  let subscriptions: readonly WebhookSubscription[] = [];
  const read = async (rowId: number, limit: number) => {
    const after = { rowId, end: Number.MAX_SAFE_INTEGER };
    const page = await webhooks.eventsAndSubscriptions(log, tenantId, after, limit);
    subscriptions = page.subscriptions;
    return page.events;
  };
  return new Seals(sql, atomically, read, () => systemClock.now().getTime(), {
    get waiting() {
      return followers.waiting;
    },
    sealed(events) {
      list.note(events.map(({ event }) => event));
      followers.sealed(events);
      if (subscriptions.length === 0) return;
      deliveries.enqueue(
        events.map(({ seq, event }) => liveEventOf(seq, event)),
        subscriptions,
      );
    },
  });
}

/** Wires one tenant's usage to its object's storage, and to the usage of all tenants in D1. */
export function tenantUsage(sql: SqlDatabase, env: Env, tenantId: string): UsageCounter {
  const store = new UsageStore(openDatabase(env.DB));
  return new UsageCounter(sql, systemClock, tenantId, async (days, { measuresGraph }) => {
    const graph = measuresGraph ? await measureGraph(env, tenantId) : {};
    const today = dayOf(systemClock.now());
    await store.put(
      tenantId,
      days.map((usage) => (usage.day === today ? { ...usage, ...graph } : usage)),
    );
  });
}

async function measureGraph(env: Env, tenantId: string): Promise<Pick<DayUsage, "tuples" | "graphBytes">> {
  const graph = env.GRAPH_STATE.getByName(tenantId) as unknown as Pick<GraphService, "stats">;
  const stats = await graph.stats();
  return stats.ok ? { tuples: stats.value.tupleCount, graphBytes: stats.value.memoryBytes } : {};
}
