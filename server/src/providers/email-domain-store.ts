import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { EnterpriseDomains, EnterpriseProvider } from "../accounts/enterprise-domain.ts";
import { type Database, schema } from "../ports/database.ts";
import type { UserRow } from "../shared/rows.ts";

const { accounts, emailDomains, identityProviders } = schema;

export type EmailDomain = typeof emailDomains.$inferSelect;

/** Email domains of tenants. */
export class EmailDomains implements EnterpriseDomains {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Adds a domain, or gives an existing one another provider. Its challenge and verification stay. */
  async add(domain: EmailDomain): Promise<EmailDomain> {
    const [row] = await this.db
      .insert(emailDomains)
      .values(domain)
      .onConflictDoUpdate({
        target: [emailDomains.tenantId, emailDomains.domain],
        set: { providerId: domain.providerId },
      })
      .returning();
    return row ?? domain;
  }

  async count(tenantId: string): Promise<number> {
    return await this.db.$count(emailDomains, eq(emailDomains.tenantId, tenantId));
  }

  async find(tenantId: string, domain: string): Promise<EmailDomain | undefined> {
    return await this.db.select().from(emailDomains).where(isDomain(tenantId, domain)).get();
  }

  async list(tenantId: string, { after, limit }: { after: string; limit: number }): Promise<EmailDomain[]> {
    return await this.db
      .select()
      .from(emailDomains)
      .where(and(eq(emailDomains.tenantId, tenantId), gt(emailDomains.domain, after)))
      .orderBy(emailDomains.domain)
      .limit(limit);
  }

  async verify(tenantId: string, domain: string, now: Date): Promise<EmailDomain | undefined> {
    await this.db
      .update(emailDomains)
      .set({ verifiedAt: now })
      .where(and(isDomain(tenantId, domain), isNull(emailDomains.verifiedAt)));
    return await this.find(tenantId, domain);
  }

  async remove(tenantId: string, domain: string): Promise<boolean> {
    const { meta } = await this.db.delete(emailDomains).where(isDomain(tenantId, domain));
    return meta.changes > 0;
  }

  async providerFor(tenantId: string, domain: string): Promise<EnterpriseProvider | undefined> {
    const { slug, id, name } = identityProviders;
    return await this.db
      .select({ slug, id, name })
      .from(emailDomains)
      .innerJoin(identityProviders, eq(identityProviders.id, emailDomains.providerId))
      .where(and(isDomain(tenantId, domain), isNotNull(emailDomains.verifiedAt), sql`${identityProviders.enabled} = 1`))
      .get();
  }

  async isLinked({ tenantId, id }: Pick<UserRow, "tenantId" | "id">, provider: EnterpriseProvider): Promise<boolean> {
    const own = and(eq(accounts.tenantId, tenantId), eq(accounts.userId, id));
    const isOfProvider = sql`(json_extract(${accounts.details}, '$.providerId') = ${provider.id}
      or ${accounts.issuer} = (select issuer from identity_providers where id = ${provider.id}))`;
    return (await this.db.$count(accounts, and(own, isOfProvider))) > 0;
  }

  /** The verified domains of an enterprise provider. */
  async domainsOf(tenantId: string, providerId: string): Promise<string[]> {
    const { domain, verifiedAt } = emailDomains;
    const own = and(eq(emailDomains.tenantId, tenantId), eq(emailDomains.providerId, providerId));
    const rows = await this.db
      .select({ domain })
      .from(emailDomains)
      .where(and(own, isNotNull(verifiedAt)));
    return rows.map((row) => row.domain);
  }

  async isOfProvider(tenantId: string, domain: string, providerId: string): Promise<boolean> {
    const found = await this.find(tenantId, domain);
    return found?.verifiedAt != null && found.providerId === providerId;
  }
}

function isDomain(tenantId: string, domain: string) {
  return and(eq(emailDomains.tenantId, tenantId), eq(emailDomains.domain, domain));
}
