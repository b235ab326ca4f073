import { type Database, schema } from "../ports/database.ts";

const { auditEvents } = schema;

export type AuditEventRow = typeof auditEvents.$inferInsert;

export class AuditStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async append(event: AuditEventRow): Promise<void> {
    await this.db.insert(auditEvents).values(event);
  }
}
