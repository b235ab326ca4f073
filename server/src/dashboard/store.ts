import { and, count, desc, eq, gt, isNull, lt, ne } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";

const { tenants, users, sessions, auditEvents } = schema;

export interface Overview {
  /** Tenants, without the platform's own. */
  readonly tenants: number;
  /** Users of all those tenants. */
  readonly users: number;
  /** Live sessions, including those of admins. */
  readonly sessions: number;
}

export class DashboardStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async overview(now: Date): Promise<Overview> {
    const notPlatform = ne(tenants.slug, PLATFORM_SLUG);
    const live = and(isNull(sessions.endedAt), gt(sessions.expiresAt, now), gt(sessions.idleExpiresAt, now));
    const [tenantCount, userCount, sessionCount] = await this.db.batch([
      this.db.select({ value: count() }).from(tenants).where(notPlatform),
      this.db
        .select({ value: count() })
        .from(users)
        .innerJoin(tenants, eq(tenants.id, users.tenantId))
        .where(notPlatform),
      this.db.select({ value: count() }).from(sessions).where(live),
    ]);
    return {
      tenants: tenantCount[0]?.value ?? 0,
      users: userCount[0]?.value ?? 0,
      sessions: sessionCount[0]?.value ?? 0,
    };
  }

  /** Audit events of the whole platform, newest first. */
  async activity(page: { before: string | undefined; limit: number }) {
    const { id, tenantId, event, actor, outcome, at } = auditEvents;
    return await this.db
      .select({ id, tenantId, event, actor, outcome, at })
      .from(auditEvents)
      .where(page.before === undefined ? undefined : lt(id, page.before))
      .orderBy(desc(id))
      .limit(page.limit);
  }
}
