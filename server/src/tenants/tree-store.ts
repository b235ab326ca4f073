import { and, eq, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { TenantRow } from "../shared/rows.ts";
import { MAX_LEVELS } from "../shared/tenant.ts";

const { tenants } = schema;

/** What a tenant may be by itself, whatever its parent is. */
export interface OwnState {
  readonly suspendedAt?: Date | null;
  readonly deletedAt?: Date | null;
  readonly purgeAt?: Date | null;
}

/** What of a tenant those above it need. */
export type TenantInTree = Pick<
  TenantRow,
  "id" | "parentId" | "limits" | "status" | "environment" | "clockOffsetSeconds"
>;

/**
 * Tenants as a tree. What a tenant has from those above it (its level, its state, their settings) stands in its own row,
 * so that whoever reads one row knows it all; whatever changes a tenant writes the rows below it in the same batch.
 */
export class TenantTree {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** A tenant and all that stand below it, from the top. */
  async subtree(id: string): Promise<TenantInTree[]> {
    const rows = await this.db.all<Omit<TenantInTree, "limits"> & { limits: string }>(sql`${subtreeOf(id)}
      select subtree.id, parent_id as parentId, limits, status, environment, clock_offset_seconds as clockOffsetSeconds
      from subtree join tenants using (id) order by depth, subtree.id`);
    return rows.map(({ limits, ...row }) => ({ ...row, limits: JSON.parse(limits) }));
  }

  /** Puts a tenant on a plan, or on none; undefined where there is no such plan. */
  async setPlan(id: string, plan: string | null, now: Date): Promise<TenantRow | undefined> {
    const isThere = plan === null ? undefined : sql`exists (select 1 from plans where slug = ${plan})`;
    return await this.change(id, { plan }, now, isThere);
  }

  /** A tenant and those above it, up to the top. */
  async ancestry(id: string): Promise<{ id: string; parentId: string | null }[]> {
    return await this.db.all(sql`with recursive line(id, parentId, height) as (
      select id, parent_id, 0 from tenants where id = ${id}
      union all select p.id, p.parent_id, height + 1 from tenants p join line on p.id = line.parentId
      where height < ${MAX_LEVELS})
      select id, parentId from line order by height`);
  }

  /**
   * The tenant as it is afterwards; undefined where it is not, or nothing is left of it. No session of what is closed then
   * goes on, whatever becomes of the rest.
   */
  async setState(id: string, state: OwnState, now: Date): Promise<TenantRow | undefined> {
    return await this.change(id, state, now, isNull(tenants.purgedAt));
  }

  /** Changes some settings by a JSON merge patch (RFC 7396), so that two changes at once both hold. */
  async patchSettings(id: string, patch: Readonly<Record<string, unknown>>, now: Date): Promise<TenantRow | undefined> {
    const ownSettings = sql`json_patch(${tenants.ownSettings}, ${JSON.stringify(patch)})`;
    return await this.change(id, { ownSettings }, now);
  }

  /**
   * Puts a tenant below another, or at the top. One conditional write: undefined where the other is not there or is being
   * deleted, stands below the tenant itself, or so deep that something of the tenant's would stand below the last level.
   */
  async move(id: string, parentId: string | null, now: Date): Promise<TenantRow | undefined> {
    if (parentId === null) return await this.change(id, { parentId }, now);
    const height = sql`(${subtreeOf(id)} select max(depth) + 1 from subtree)`;
    const isBelow = sql`${parentId} in (${subtreeOf(id)} select id from subtree)`;
    const takes = sql`exists (select 1 from tenants p where p.id = ${parentId} and p.status <> 'deleted'
      and p.level + ${height} <= ${MAX_LEVELS})`;
    return await this.change(id, { parentId }, now, sql`not ${isBelow} and ${takes}`);
  }

  /** Some of the deleted tenants of which what is left may be removed by now. */
  async due(now: Date, limit: number): Promise<TenantRow[]> {
    const isDue = and(isNotNull(tenants.purgeAt), lte(tenants.purgeAt, now), isNull(tenants.purgedAt));
    return await this.db.select().from(tenants).where(isDue).limit(limit);
  }

  /** In one batch with the mark that the tenant's objects have to learn of it. `now` is real time. */
  private async change(id: string, values: TenantChange, now: Date, condition?: SQL): Promise<TenantRow | undefined> {
    const change = this.db
      .update(tenants)
      .set({ ...values, pendingSince: now })
      .where(and(eq(tenants.id, id), condition))
      .returning({ id: tenants.id });
    const after = this.db.select().from(tenants).where(eq(tenants.id, id));
    const results = await this.db.batch([change, ...inherit(this.db, id), endClosed(this.db, id, now), after]);
    // The types of a batch of varying length are those of all its statements.
    const [changed, rows] = [results[0], results.at(-1)] as [{ id: string }[], TenantRow[]];
    return changed.length === 0 ? undefined : rows[0];
  }
}

type TenantChange = OwnState & {
  readonly parentId?: string | null;
  readonly plan?: string | null;
  readonly ownSettings?: SQL;
};

/** The statements that give a tenant and all below it what they have from above, level by level. */
export function inherit(db: Database, id: string) {
  return Array.from({ length: MAX_LEVELS }, (_, depth) =>
    db
      .update(tenants)
      .set({
        level: sql`coalesce((select p.level + 1 from tenants p where p.id = tenants.parent_id), 1)`,
        status: sql`case max(${own}, ${above}) when 2 then 'deleted' when 1 then 'suspended' else 'active' end`,
        limits: sql`coalesce(
          (select plans.limits from plans where slug = tenants.plan),
          (select p.limits from tenants p where p.id = tenants.parent_id), '{}')`,
        settings: sql`json_patch(
          coalesce((select p.settings from tenants p where p.id = tenants.parent_id), '{}'), own_settings)`,
      })
      .where(sql`${tenants.id} in (${subtreeOf(id)} select id from subtree where depth = ${depth})`),
  );
}

/**
 * Ends the sessions of what is closed in a subtree, by one mark for each tenant, however many sessions there are: a time
 * of the tenant's own.
 */
function endClosed(db: Database, id: string, now: Date) {
  const isClosed = sql`${tenants.id} in (${subtreeOf(id)} select id from subtree) and status <> 'active'`;
  const ownNow = sql`${now.getTime()} + iif(environment = 'test', clock_offset_seconds * 1000, 0)`;
  return db.update(tenants).set({ sessionsEndedAt: ownNow }).where(isClosed);
}

/** How bad a tenant's own state is, and its parent's. */
const own = sql`case when deleted_at is not null then 2 when suspended_at is not null then 1 else 0 end`;
const above = sql`coalesce((select case p.status when 'deleted' then 2 when 'suspended' then 1 else 0 end
  from tenants p where p.id = tenants.parent_id), 0)`;

/** The head of a query of the table `subtree`: the tenant at depth 0, and all below it. */
function subtreeOf(id: string): SQL {
  return sql`with recursive subtree(id, depth) as (
    select id, 0 from tenants where id = ${id}
    union all select child.id, depth + 1 from tenants child join subtree on child.parent_id = subtree.id
    where depth < ${MAX_LEVELS})`;
}
