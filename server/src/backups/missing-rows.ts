import { columnsOf } from "./insert-row.ts";
import type { Row } from "./rows.ts";

/**
 * Restores users and email templates of a tenant that serves meanwhile: what the tenant has now wins, except for
 * profiles and templates.
 */
export class MissingRows {
  private readonly db: D1Database;

  constructor(db: D1Database) {
    this.db = db;
  }

  /** Ids of users that the tenant doesn't have. */
  async missing(tenantId: string, ids: readonly string[]): Promise<string[]> {
    const query = `SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM users WHERE tenant_id = ?)`;
    const { results } = await this.db.prepare(query).bind(JSON.stringify(ids), tenantId).all<{ id: string }>();
    return results.map(({ id }) => id);
  }

  /** Opens users who were added banned. */
  async open(tenantId: string, ids: readonly string[]): Promise<void> {
    const update = `UPDATE users SET status = 'active'
      WHERE tenant_id = ? AND status = 'banned' AND id IN (SELECT value FROM json_each(?))`;
    await this.db.prepare(update).bind(tenantId, JSON.stringify(ids)).run();
  }

  /** Gives users the names and metadata of a backup. Returns how many changed. */
  async restoreProfiles(tenantId: string, users: readonly Row[]): Promise<number> {
    const profiles = users.map(({ id, name, name_key, metadata }) => ({ id, name, name_key, metadata }));
    const update = `UPDATE users SET name = b.name, name_key = b.name_key, metadata = b.metadata
      FROM (SELECT value ->> 'id' AS id, value ->> 'name' AS name, value ->> 'name_key' AS name_key,
        value ->> 'metadata' AS metadata FROM json_each(?)) AS b
      WHERE users.id = b.id AND users.tenant_id = ? AND users.status <> 'deleted'
        AND (users.name IS NOT b.name OR users.metadata IS NOT b.metadata)`;
    return (await this.db.prepare(update).bind(JSON.stringify(profiles), tenantId).run()).meta.changes;
  }

  /** Gives the tenant the templates of a backup. Returns how many changed. */
  async restoreTemplates(templates: readonly Row[]): Promise<number> {
    let changed = 0;
    for (const template of templates) {
      const columns = columnsOf(template);
      const texts = ["subject", "text", "html", "updated_by", "updated_at"];
      const update = `INSERT INTO mail_templates (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
        ON CONFLICT DO UPDATE SET ${texts.map((name) => `${name} = excluded.${name}`).join(", ")}
        WHERE ${["subject", "text", "html"].map((name) => `mail_templates.${name} IS NOT excluded.${name}`).join(" OR ")}`;
      changed += (
        await this.db
          .prepare(update)
          .bind(...Object.values(template))
          .run()
      ).meta.changes;
    }
    return changed;
  }
}
