import { type Followers, Seals } from "../audit/seals.ts";
import { AuditStore } from "../audit/store.ts";
import { systemClock } from "../ports/time.ts";
import { openDatabase } from "../ports/database.ts";
import type { SqlDatabase } from "../ports/sql.ts";

/** Wires the seals of one tenant's log to its object's storage, and to D1 where the log lies. */
export function tenantSeals(sql: SqlDatabase, env: Env, tenantId: string, followers: Followers): Seals {
  const log = new AuditStore(openDatabase(env.DB));
  const all = (place: number) => ({ place, end: Number.MAX_SAFE_INTEGER });
  const read = (place: number, limit: number) => log.after(tenantId, all(place), limit);
  return new Seals(sql, read, () => systemClock.now().getTime(), followers);
}
