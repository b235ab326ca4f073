/** A tenant whose backup is due. */
export interface DueTenant {
  readonly id: string;
  /** Start of its last backup, or its creation; milliseconds since 1970. */
  readonly since: number;
}

/** What backups need of the tables in D1, and note there. */
export class BackupStore {
  private readonly db: D1Database;

  constructor(db: D1Database) {
    this.db = db;
  }

  /** Tenants that were never backed up, or before a time in milliseconds since 1970: those first that wait longest. */
  async due(before: number, limit: number): Promise<DueTenant[]> {
    const query = `SELECT id, coalesce(backed_up_at, created_at) AS since FROM tenants
      WHERE (backed_up_at IS NULL OR backed_up_at <= ?) AND purged_at IS NULL
      ORDER BY backed_up_at, id LIMIT ?`;
    return (await this.db.prepare(query).bind(before, limit).all<DueTenant>()).results;
  }

  async slugOf(tenantId: string): Promise<string> {
    return (await this.db.prepare("SELECT slug FROM tenants WHERE id = ?").bind(tenantId).first<string>("slug")) ?? "";
  }

  /** The row id of the tenant's newest audit event; 0 without events. */
  async newestAuditRow(tenantId: string): Promise<number> {
    const query = "SELECT coalesce(max(rowid), 0) AS newest FROM audit_events WHERE tenant_id = ?";
    return (await this.db.prepare(query).bind(tenantId).first<number>("newest")) ?? 0;
  }

  /** Notes the start of a complete backup, in milliseconds since 1970. */
  async noteBackup(tenantId: string, startedAt: number): Promise<void> {
    await this.db.prepare("UPDATE tenants SET backed_up_at = ? WHERE id = ?").bind(startedAt, tenantId).run();
  }
}
