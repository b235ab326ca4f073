import { type Database, schema } from "../ports/database.ts";
import { sha256 } from "../ports/encoding.ts";

const { modelVersions } = schema;

/** Index of all tenants' model versions in D1, for operators. */
export class ModelIndex {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Safe to repeat. */
  async add(entry: { tenantId: string; version: number; source: string; createdBy: string; now: Date }): Promise<void> {
    const { tenantId, version, source, createdBy, now } = entry;
    const row = { tenantId, version, sha256: await sha256(source), createdBy, createdAt: now };
    await this.db.insert(modelVersions).values(row).onConflictDoNothing();
  }
}
