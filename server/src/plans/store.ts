import { asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { PlanLimits } from "../shared/rows.ts";

const { plans } = schema;

export type PlanRow = typeof plans.$inferSelect;

/** Reads the number of a tenant's users and its limit. */
export interface UserCounts {
  find(tenantId: string): Promise<{ readonly limits: PlanLimits; readonly userCount: number } | undefined>;
}

/** SQL condition: the tenant's plan allows another user. */
export function hasUserCapacity(tenantId: string): SQL {
  return sql`coalesce(
    (select user_count < json_extract(limits, '$.users') from tenants where id = ${tenantId}), true)`;
}

export class PlanStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Creates a plan. Returns false if the slug is taken. */
  async create(plan: PlanRow): Promise<boolean> {
    try {
      await this.db.insert(plans).values(plan);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Lists plans by slug. */
  async list(page: { after: string | undefined; limit: number }): Promise<PlanRow[]> {
    const after = page.after === undefined ? undefined : gt(plans.slug, page.after);
    return await this.db.select().from(plans).where(after).orderBy(asc(plans.slug)).limit(page.limit);
  }

  /** Deletes a plan that no tenant is on. Returns whether it was deleted; undefined if no plan has the slug. */
  async remove(slug: string): Promise<boolean | undefined> {
    const unused = sql`${plans.slug} = ${slug} and not exists (select 1 from tenants where plan = ${slug})`;
    const [removed, left] = await this.db.batch([
      this.db.delete(plans).where(unused).returning({ slug: plans.slug }),
      this.db.select({ slug: plans.slug }).from(plans).where(eq(plans.slug, slug)),
    ]);
    return removed.length === 1 ? true : left.length === 1 ? false : undefined;
  }
}
