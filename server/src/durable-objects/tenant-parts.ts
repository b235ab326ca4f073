import { Alerts } from "../audit/alerts.ts";
import { AuditStore } from "../audit/store.ts";
import { systemClock } from "../ports/time.ts";
import { openDatabase } from "../ports/database.ts";
import type { SqlDatabase } from "../ports/sql.ts";

/** Wires what one tenant's object finds out to its storage, and to D1 where the tenant's log lies. */
export function tenantAlerts(sql: SqlDatabase, env: Env, tenantId: string): Alerts {
  const log = new AuditStore(openDatabase(env.DB));
  const now = () => systemClock.now().getTime();
  return new Alerts(sql, now, tenantId, async (event) => await log.appendOnce(event));
}
