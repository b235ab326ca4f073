import { and, eq, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { TenantRow } from "../shared/rows.ts";
import { LEVELS } from "../shared/tenant.ts";

const { tenants } = schema;

/** A tenant's own state, independent of its ancestors. */
export interface OwnState {
  readonly suspendedAt?: Date | null;
  readonly deletedAt?: Date | null;
  readonly purgeAt?: Date | null;
}

/** Columns of a tenant that changes of its ancestors need. */
export type TenantInTree = Pick<
  TenantRow,
  "id" | "parentId" | "limits" | "status" | "environment" | "clockOffsetSeconds"
>;

/**
 * Tenants as a tree. Inherited values (level, status, limits, settings) are stored in each tenant's row, so that one row is
 * enough to read. Each change of a tenant updates the rows of its descendants in the same batch.
 */
export class TenantTree {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** A tenant and its descendants, from the top. */
  async subtree(id: string): Promise<TenantInTree[]> {
    const rows = await this.db.all<Omit<TenantInTree, "limits"> & { limits: string }>(sql`${subtreeOf(id)}
      select subtree.id, parent_id as parentId, limits, status, environment, clock_offset_seconds as clockOffsetSeconds
      from subtree join tenants using (id) order by depth, subtree.id`);
    return rows.map(({ limits, ...row }) => ({ ...row, limits: JSON.parse(limits) }));
  }

  /** Sets a tenant's plan, or none. Undefined if the plan doesn't exist. */
  async setPlan(id: string, plan: string | null, now: Date): Promise<TenantRow | undefined> {
    const planExists = plan === null ? undefined : sql`exists (select 1 from plans where slug = ${plan})`;
    return await this.change(id, { plan }, now, planExists);
  }

  /** A tenant and its ancestors, up to the top. */
  async ancestry(id: string): Promise<{ id: string; parentId: string | null }[]> {
    return await this.db.all(sql`with recursive ancestors(id, parentId, height) as (
      select id, parent_id, 0 from tenants where id = ${id}
      union all select p.id, p.parent_id, height + 1 from tenants p join ancestors on p.id = ancestors.parentId
      where height < ${LEVELS})
      select id, parentId from ancestors order by height`);
  }

  /**
   * Sets a tenant's own state and returns the tenant; undefined if it doesn't exist or is purged. Sessions of tenants that
   * are closed by it end in the same batch.
   */
  async setState(id: string, state: OwnState, now: Date): Promise<TenantRow | undefined> {
    return await this.change(id, state, now, isNull(tenants.purgedAt));
  }

  /** Updates settings by a JSON merge patch (RFC 7396), so that concurrent updates of different settings both apply. */
  async patchSettings(id: string, patch: Readonly<Record<string, unknown>>, now: Date): Promise<TenantRow | undefined> {
    const ownSettings = sql`json_patch(${tenants.ownSettings}, ${JSON.stringify(patch)})`;
    return await this.change(id, { ownSettings }, now);
  }

  /**
   * Moves a tenant to another parent, or to the top, in one conditional write. Undefined if the parent doesn't exist, is
   * deleted, is a descendant of the tenant, or is so deep that the subtree would exceed the last level.
   */
  async move(id: string, parentId: string | null, now: Date): Promise<TenantRow | undefined> {
    if (parentId === null) return await this.change(id, { parentId }, now);
    const height = sql`(${subtreeOf(id)} select max(depth) + 1 from subtree)`;
    const isBelow = sql`${parentId} in (${subtreeOf(id)} select id from subtree)`;
    const canHaveSubtree = sql`exists (select 1 from tenants p where p.id = ${parentId} and p.status <> 'deleted'
      and p.level + ${height} <= ${LEVELS})`;
    return await this.change(id, { parentId }, now, sql`not ${isBelow} and ${canHaveSubtree}`);
  }

  /** Deleted tenants that are due to be purged, at most `limit`. */
  async due(now: Date, limit: number): Promise<TenantRow[]> {
    const isDue = and(isNotNull(tenants.purgeAt), lte(tenants.purgeAt, now), isNull(tenants.purgedAt));
    return await this.db.select().from(tenants).where(isDue).limit(limit);
  }

  /** Changes a tenant and marks it as pending for its objects, in one batch. `now` is real time. */
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

/** Statements that recompute the inherited values of a tenant and its descendants, level by level. */
export function inherit(db: Database, id: string) {
  return Array.from({ length: LEVELS }, (_, depth) =>
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
 * Ends all sessions of closed tenants in a subtree: sets one time for each tenant, by the tenant's clock, however many
 * sessions it has.
 */
function endClosed(db: Database, id: string, now: Date) {
  const isClosed = sql`${tenants.id} in (${subtreeOf(id)} select id from subtree) and status <> 'active'`;
  const ownNow = sql`${now.getTime()} + iif(environment = 'test', clock_offset_seconds * 1000, 0)`;
  return db.update(tenants).set({ sessionsEndedAt: ownNow }).where(isClosed);
}

/** Severity of a tenant's own state and of its parent's: 0 is active, 1 suspended, 2 deleted. */
const own = sql`case when deleted_at is not null then 2 when suspended_at is not null then 1 else 0 end`;
const above = sql`coalesce((select case p.status when 'deleted' then 2 when 'suspended' then 1 else 0 end
  from tenants p where p.id = tenants.parent_id), 0)`;

/** The `with` clause of the table `subtree`: the tenant at depth 0, and its descendants. */
function subtreeOf(id: string): SQL {
  return sql`with recursive subtree(id, depth) as (
    select id, 0 from tenants where id = ${id}
    union all select child.id, depth + 1 from tenants child join subtree on child.parent_id = subtree.id
    where depth < ${LEVELS})`;
}
