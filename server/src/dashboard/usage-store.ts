import { type Database, schema } from "../ports/database.ts";

const { usageMetrics } = schema;

export class UsageStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Sets the tenant's total of checks for a day. */
  async putChecks(tenantId: string, { day, total }: { day: string; total: number }): Promise<void> {
    await this.db
      .insert(usageMetrics)
      .values({ tenantId, day, metric: "checks", value: total })
      .onConflictDoUpdate({
        target: [usageMetrics.tenantId, usageMetrics.day, usageMetrics.metric],
        set: { value: total },
      });
  }
}
