import { and, count, desc, eq, gt, isNotNull, isNull, like, lt, min, ne, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { type Database, schema } from "../ports/database.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";

const { tenants, users, accounts, sessions, signingKeys, totpFactors, identityProviders, auditEvents } = schema;

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

  /** Number of signing keys by the version of JWT_SECRET that encrypts them, and of passwords by that of the pepper. */
  async secretUses(): Promise<[keys: Map<string, number>, passwords: Map<string, number>]> {
    const versionIn = (column: AnySQLiteColumn) => sql<string>`substr(${column}, 1, instr(${column}, '.') - 1)`;
    const encryptedWith = versionIn(signingKeys.privateKey);
    const [totpWith, providersWith] = [versionIn(totpFactors.secret), versionIn(identityProviders.clientSecret)];
    // In PHC's format, a parameter ends at a comma, and the last one at a dollar sign.
    const rest = sql`substr(${accounts.secret}, instr(${accounts.secret}, 'keyid=') + 6)`;
    const pepper = sql<string>`substr(${rest}, 1, min(instr(${rest} || ',', ','), instr(${rest} || '$', '$')) - 1)`;
    const [keys, totp, providers, passwords] = await this.db.batch([
      this.db.select({ version: encryptedWith, uses: count() }).from(signingKeys).groupBy(encryptedWith),
      this.db.select({ version: totpWith, uses: count() }).from(totpFactors).groupBy(totpWith),
      this.db
        .select({ version: providersWith, uses: count() })
        .from(identityProviders)
        .where(isNotNull(identityProviders.clientSecret))
        .groupBy(providersWith),
      this.db
        .select({ version: pepper, uses: count() })
        .from(accounts)
        .where(like(accounts.secret, "%keyid=%"))
        .groupBy(pepper),
    ]);
    const byVersion = (rows: readonly { version: string; uses: number }[]) => {
      const uses = new Map<string, number>();
      for (const row of rows) uses.set(row.version, (uses.get(row.version) ?? 0) + row.uses);
      return uses;
    };
    return [byVersion([...keys, ...totp, ...providers]), byVersion(passwords)];
  }

  /** The earliest time at which a session that may still be refreshed got its token; undefined without one. */
  async oldestRefresh(now: Date): Promise<Date | undefined> {
    const live = and(isNull(sessions.endedAt), gt(sessions.expiresAt, now), gt(sessions.idleExpiresAt, now));
    const [row] = await this.db
      .select({ at: min(sessions.rotatedAt) })
      .from(sessions)
      .where(live);
    return row?.at ?? undefined;
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
