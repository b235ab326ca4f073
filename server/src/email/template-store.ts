import { and, asc, eq } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { EmailKind } from "./email.ts";

const { mailTemplates } = schema;

export type EmailTemplateRow = typeof mailTemplates.$inferSelect;

/** Templates that tenants have set. They are stored apart from the settings, which every request reads. */
export class EmailTemplateStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async find(tenantId: string, kind: EmailKind): Promise<EmailTemplateRow | undefined> {
    return await this.db.select().from(mailTemplates).where(isTemplate(tenantId, kind)).get();
  }

  async list(tenantId: string): Promise<EmailTemplateRow[]> {
    const where = eq(mailTemplates.tenantId, tenantId);
    return await this.db.select().from(mailTemplates).where(where).orderBy(asc(mailTemplates.kind));
  }

  async put(row: EmailTemplateRow): Promise<void> {
    const { tenantId: _tenant, kind: _kind, ...rest } = row;
    const target = [mailTemplates.tenantId, mailTemplates.kind];
    await this.db.insert(mailTemplates).values(row).onConflictDoUpdate({ target, set: rest });
  }

  async delete(tenantId: string, kind: EmailKind): Promise<void> {
    await this.db.delete(mailTemplates).where(isTemplate(tenantId, kind));
  }
}

function isTemplate(tenantId: string, kind: EmailKind) {
  return and(eq(mailTemplates.tenantId, tenantId), eq(mailTemplates.kind, kind));
}
