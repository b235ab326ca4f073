import { and, count, eq, gt, isNull, ne, sum } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import { PLATFORM_SLUG } from "../tenants/tenant.ts";
import { dayOf } from "./day.ts";

const { tenants, users, sessions, usageMetrics } = schema;

export interface Overview {
  /** Tenants, without the platform's own. */
  readonly tenants: number;
  /** Users of all those tenants. */
  readonly users: number;
  /** Sessions that live now, the admins' own among them. */
  readonly sessions: number;
  /** Permission checks answered since midnight UTC; up to a few seconds behind. */
  readonly checksToday: number;
}

export class DashboardStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async overview(now: Date): Promise<Overview> {
    const notPlatform = ne(tenants.slug, PLATFORM_SLUG);
    const live = and(isNull(sessions.endedAt), gt(sessions.expiresAt, now), gt(sessions.idleExpiresAt, now));
    const today = and(eq(usageMetrics.day, dayOf(now)), eq(usageMetrics.metric, "checks"));
    const [tenantCount, userCount, sessionCount, checks] = await this.db.batch([
      this.db.select({ value: count() }).from(tenants).where(notPlatform),
      this.db
        .select({ value: count() })
        .from(users)
        .innerJoin(tenants, eq(tenants.id, users.tenantId))
        .where(notPlatform),
      this.db.select({ value: count() }).from(sessions).where(live),
      this.db
        .select({ value: sum(usageMetrics.value) })
        .from(usageMetrics)
        .where(today),
    ]);
    return {
      tenants: tenantCount[0]?.value ?? 0,
      users: userCount[0]?.value ?? 0,
      sessions: sessionCount[0]?.value ?? 0,
      checksToday: Number(checks[0]?.value ?? 0),
    };
  }
}
