import { and, asc, desc, eq, gte, inArray, isNotNull, lte, ne, type SQL, sql, sum } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { DayUsage } from "./totals.ts";
import { COUNTERS, daysOf, GAUGES, type Metric, type Period } from "./usage.ts";

const { usageMetrics, tenants } = schema;

/** D1 binds at most 100 values a statement. */
const MAX_ROWS_PER_INSERT = 8;
const MAX_IDS_PER_QUERY = 90;

const METRICS: readonly Metric[] = [...COUNTERS, ...GAUGES];

/** Values by metric. Leaves out metrics without a value. */
export type Values = Readonly<Partial<Record<Metric, number>>>;

/** Daily usage of all tenants, in D1. */
export class UsageStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Sets a tenant's usage of some days. A graph that was not measured keeps its size. Writes changed rows only. */
  async put(tenantId: string, days: readonly DayUsage[]): Promise<void> {
    const rows = days.map(({ day, counts, latency, activeUsers, tuples = null, graphBytes = null }) => ({
      ...{ day, tenantId, latency, activeUsers, tuples, graphBytes },
      ...{ calls: 0, failures: 0, checks: 0, logins: 0, failedLogins: 0, events: 0, ...counts },
    }));
    for (let i = 0; i < rows.length; i += MAX_ROWS_PER_INSERT) {
      await this.db
        .insert(usageMetrics)
        .values(rows.slice(i, i + MAX_ROWS_PER_INSERT))
        .onConflictDoUpdate({
          target: [usageMetrics.day, usageMetrics.tenantId],
          set: Object.fromEntries(SET),
          setWhere: sql`(${list(SET.map(([name]) => usageMetrics[name]))}) is not (${list(SET.map(([, value]) => value))})`,
        });
    }
  }

  /** The sum of each metric. */
  async totals(period: Period): Promise<Values> {
    const sums = Object.fromEntries(METRICS.map((metric) => [metric, sum(usageMetrics[metric]).mapWith(Number)]));
    const [row = {}] = await this.db.select(sums).from(usageMetrics).where(within(period));
    return withoutNulls(row);
  }

  /** Usage of some tenants on a day, by tenant. */
  async ofTenants(ids: readonly string[], day: string): Promise<Map<string, Values>> {
    const all = new Map<string, Values>();
    for (let i = 0; i < ids.length; i += MAX_IDS_PER_QUERY) {
      const some = inArray(usageMetrics.tenantId, ids.slice(i, i + MAX_IDS_PER_QUERY));
      const rows = await this.db
        .select()
        .from(usageMetrics)
        .where(and(eq(usageMetrics.day, day), some));
      for (const { tenantId, latency, day: _, ...values } of rows) all.set(tenantId, withoutNulls(values));
    }
    return all;
  }

  /** Usage of the tenants with the most calls on a day, labelled with the tenant. */
  async byTenant(day: string, limit: number) {
    const rows = await this.db
      .select({ usage: usageMetrics, slug: tenants.slug })
      .from(usageMetrics)
      .innerJoin(tenants, eq(tenants.id, usageMetrics.tenantId))
      .where(eq(usageMetrics.day, day))
      .orderBy(desc(usageMetrics.calls), asc(usageMetrics.tenantId))
      .limit(limit);
    return rows.map(({ slug, usage: { tenantId, latency, day: _, ...values } }) => {
      return { labels: { tenant: slug, tenant_id: tenantId }, values: withoutNulls(values) };
    });
  }

  /** Number of calls by latency bucket. */
  async latency(period: Period): Promise<Map<number, number>> {
    const rows = await this.db.all<{ bucket: string; count: number }>(sql`
      select buckets.key as bucket, sum(buckets.value) as count
      from ${usageMetrics}, json_each(${usageMetrics.latency}) as buckets
      where ${within(period)} group by buckets.key`);
    return new Map(rows.map(({ bucket, count }) => [Number(bucket), count]));
  }

  /** Daily values of a metric. Leaves out days without a value. */
  async byDay(metric: Metric, period: Period): Promise<{ day: string; value: number }[]> {
    return await this.db
      .select({ day: usageMetrics.day, value: sum(usageMetrics[metric]).mapWith(Number) })
      .from(usageMetrics)
      .where(and(within(period), isNotNull(usageMetrics[metric])))
      .groupBy(usageMetrics.day)
      .orderBy(asc(usageMetrics.day));
  }

  /** Tenants with the highest values of a metric. */
  async top(metric: Metric, period: Period, limit: number) {
    const value = sum(usageMetrics[metric]).mapWith(Number);
    return await this.db
      .select({ id: tenants.id, slug: tenants.slug, name: tenants.name, value })
      .from(usageMetrics)
      .innerJoin(tenants, eq(tenants.id, usageMetrics.tenantId))
      .where(and(within(period), ne(usageMetrics[metric], 0)))
      .groupBy(tenants.id)
      .orderBy(desc(value), asc(tenants.id))
      .limit(limit);
  }
}

/** Columns that a roll-up sets, with their values. */
const SET = [...METRICS, "latency" as const].map((name) => {
  const excluded = sql`excluded.${sql.identifier(usageMetrics[name].name)}`;
  const isGauge = name === "tuples" || name === "graphBytes";
  return [name, isGauge ? sql`coalesce(${excluded}, ${usageMetrics[name]})` : excluded] as const;
});

function list(items: readonly unknown[]): SQL {
  return sql.join(
    items.map((item) => sql`${item}`),
    sql`, `,
  );
}

function withoutNulls(values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function within(period: Period): SQL | undefined {
  const { from, to, tenantId } = period;
  if (tenantId === undefined) return and(gte(usageMetrics.day, from), lte(usageMetrics.day, to));
  // The key of the table begins with the day.
  const days = sql`${usageMetrics.day} in (select value from json_each(${JSON.stringify(daysOf(period))}))`;
  return and(eq(usageMetrics.tenantId, tenantId), days);
}
