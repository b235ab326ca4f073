import { and, asc, desc, eq, gte, inArray, like, lte, ne, type SQL, sql, sum } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import { LATENCY } from "./pending.ts";
import type { Metric } from "./usage.ts";

const { usageMetrics, tenants } = schema;

/** D1 binds at most 100 values a statement. */
const MAX_ROWS_PER_INSERT = 25;
const MAX_IDS_PER_QUERY = 90;

/** Days from one to another, inclusive, as `YYYY-MM-DD`, and the tenant. Defaults to all tenants. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly tenantId?: string | undefined;
}

/** Daily usage of all tenants, in D1. */
export class UsageStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Sets a tenant's totals of a day. */
  async put(tenantId: string, day: string, totals: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...totals].map(([metric, value]) => ({ tenantId, day, metric, value }));
    for (let i = 0; i < rows.length; i += MAX_ROWS_PER_INSERT) {
      await this.db
        .insert(usageMetrics)
        .values(rows.slice(i, i + MAX_ROWS_PER_INSERT))
        .onConflictDoUpdate({
          target: [usageMetrics.tenantId, usageMetrics.day, usageMetrics.metric],
          set: { value: sql`excluded.value` },
        });
    }
  }

  /** The sum of each metric. */
  async totals(period: Period): Promise<Map<string, number>> {
    const rows = await this.db
      .select({ metric: usageMetrics.metric, value: sum(usageMetrics.value).mapWith(Number) })
      .from(usageMetrics)
      .where(within(period))
      .groupBy(usageMetrics.metric);
    return new Map(rows.map(({ metric, value }) => [metric, value]));
  }

  /** Usage of some tenants on a day, by tenant and metric. */
  async ofTenants(ids: readonly string[], day: string): Promise<Map<string, Map<string, number>>> {
    const all = new Map<string, Map<string, number>>();
    for (let i = 0; i < ids.length; i += MAX_IDS_PER_QUERY) {
      const some = inArray(usageMetrics.tenantId, ids.slice(i, i + MAX_IDS_PER_QUERY));
      const rows = await this.db
        .select()
        .from(usageMetrics)
        .where(and(some, eq(usageMetrics.day, day)));
      for (const { tenantId, metric, value } of rows) {
        all.set(tenantId, (all.get(tenantId) ?? new Map()).set(metric, value));
      }
    }
    return all;
  }

  /** Number of calls by latency bucket. */
  async latency(period: Period): Promise<Map<number, number>> {
    const rows = await this.db
      .select({ metric: usageMetrics.metric, value: sum(usageMetrics.value).mapWith(Number) })
      .from(usageMetrics)
      .where(and(within(period), like(usageMetrics.metric, `${LATENCY}%`)))
      .groupBy(usageMetrics.metric);
    return new Map(rows.map(({ metric, value }) => [Number(metric.slice(LATENCY.length)), value]));
  }

  /** Daily values of a metric. Leaves out days without a value. */
  async byDay(metric: Metric, period: Period): Promise<{ day: string; value: number }[]> {
    return await this.db
      .select({ day: usageMetrics.day, value: sum(usageMetrics.value).mapWith(Number) })
      .from(usageMetrics)
      .where(and(within(period), eq(usageMetrics.metric, metric)))
      .groupBy(usageMetrics.day)
      .orderBy(asc(usageMetrics.day));
  }

  /** Tenants with the highest values of a metric. */
  async top(metric: Metric, period: Period, limit: number) {
    const value = sum(usageMetrics.value).mapWith(Number);
    return await this.db
      .select({ id: tenants.id, slug: tenants.slug, name: tenants.name, value })
      .from(usageMetrics)
      .innerJoin(tenants, eq(tenants.id, usageMetrics.tenantId))
      .where(and(within(period), eq(usageMetrics.metric, metric), ne(usageMetrics.value, 0)))
      .groupBy(tenants.id)
      .orderBy(desc(value), asc(tenants.id))
      .limit(limit);
  }
}

function within({ from, to, tenantId }: Period): SQL | undefined {
  const own = tenantId === undefined ? undefined : eq(usageMetrics.tenantId, tenantId);
  return and(gte(usageMetrics.day, from), lte(usageMetrics.day, to), own);
}
