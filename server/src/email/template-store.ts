import { and, asc, eq } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { LetterKind } from "./email.ts";

const { mailTemplates } = schema;

export type MailTemplateRow = typeof mailTemplates.$inferSelect;

/** The tenants' own texts of letters. They lie apart from the settings, which are read with every request. */
export class MailTemplateStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async find(tenantId: string, kind: LetterKind): Promise<MailTemplateRow | undefined> {
    return await this.db.select().from(mailTemplates).where(own(tenantId, kind)).get();
  }

  async list(tenantId: string): Promise<MailTemplateRow[]> {
    const where = eq(mailTemplates.tenantId, tenantId);
    return await this.db.select().from(mailTemplates).where(where).orderBy(asc(mailTemplates.kind));
  }

  async put(row: MailTemplateRow): Promise<void> {
    const { tenantId: _tenant, kind: _kind, ...rest } = row;
    const target = [mailTemplates.tenantId, mailTemplates.kind];
    await this.db.insert(mailTemplates).values(row).onConflictDoUpdate({ target, set: rest });
  }

  async delete(tenantId: string, kind: LetterKind): Promise<void> {
    await this.db.delete(mailTemplates).where(own(tenantId, kind));
  }
}

function own(tenantId: string, kind: LetterKind) {
  return and(eq(mailTemplates.tenantId, tenantId), eq(mailTemplates.kind, kind));
}
