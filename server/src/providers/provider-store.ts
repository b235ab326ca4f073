import { and, eq, gt, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { PresetName } from "./presets.ts";
import type { ProviderSettings } from "./provider-settings.ts";

const { identityProviders, emailDomains } = schema;

type Row = typeof identityProviders.$inferSelect;

/** An identity provider of a tenant. Its settings were validated before they were stored. */
export type IdentityProvider = Omit<Row, "settings" | "preset"> & {
  readonly settings: ProviderSettings;
  readonly preset: PresetName;
};

export type ProviderName = { readonly id: string } | { readonly slug: string };
export type ProviderChange = Partial<
  Pick<IdentityProvider, "name" | "clientId" | "clientSecret" | "settings" | "enabled" | "updatedAt">
>;

/** Identity providers of tenants. */
export class IdentityProviders {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Returns false if another provider of the tenant has the slug, or the tenant has `max` of them. */
  async create(provider: IdentityProvider): Promise<boolean> {
    try {
      await this.db.insert(identityProviders).values(provider);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async count(tenantId: string): Promise<number> {
    return await this.db.$count(identityProviders, eq(identityProviders.tenantId, tenantId));
  }

  async find(tenantId: string, name: ProviderName): Promise<IdentityProvider | undefined> {
    const is = "id" in name ? eq(identityProviders.id, name.id) : eq(identityProviders.slug, name.slug);
    const row = await this.db
      .select()
      .from(identityProviders)
      .where(and(eq(identityProviders.tenantId, tenantId), is))
      .get();
    return row && providerOf(row);
  }

  async list(tenantId: string, page: { after: string; limit: number }): Promise<IdentityProvider[]> {
    const rows = await this.db
      .select()
      .from(identityProviders)
      .where(and(eq(identityProviders.tenantId, tenantId), gt(identityProviders.id, page.after)))
      .orderBy(identityProviders.id)
      .limit(page.limit);
    return rows.map(providerOf);
  }

  /** The enabled providers that everybody may use. */
  async listSocial(tenantId: string): Promise<IdentityProvider[]> {
    const { kind, enabled, slug } = identityProviders;
    const rows = await this.db
      .select()
      .from(identityProviders)
      .where(and(eq(identityProviders.tenantId, tenantId), eq(kind, "social"), eq(enabled, true)))
      .orderBy(slug);
    return rows.map(providerOf);
  }

  async update(tenantId: string, id: string, change: ProviderChange): Promise<IdentityProvider | undefined> {
    const [row] = await this.db.update(identityProviders).set(change).where(isProvider(tenantId, id)).returning();
    return row && providerOf(row);
  }

  /** Deletes a provider, unless an email domain belongs to it. Identities of it stay with their accounts. */
  async delete(tenantId: string, id: string): Promise<boolean> {
    const free = sql`not exists (select 1 from ${emailDomains} where provider_id = ${id})`;
    const { meta } = await this.db.delete(identityProviders).where(and(isProvider(tenantId, id), free));
    return meta.changes > 0;
  }

  /** Lists providers whose secrets are encrypted with other versions than this one. */
  async listEncryptedWithOther(version: string, limit: number): Promise<IdentityProvider[]> {
    const newest = `${version}.`;
    const { clientSecret } = identityProviders;
    const rows = await this.db
      .select()
      .from(identityProviders)
      .where(sql`${clientSecret} is not null and substr(${clientSecret}, 1, ${newest.length}) <> ${newest}`)
      .limit(limit);
    return rows.map(providerOf);
  }

  /** Replaces an encrypted secret, unless it has changed. */
  async replaceSecret(
    { tenantId, id, clientSecret }: Pick<Row, "tenantId" | "id" | "clientSecret">,
    next: string,
  ): Promise<boolean> {
    const same = eq(identityProviders.clientSecret, clientSecret ?? "");
    const { meta } = await this.db
      .update(identityProviders)
      .set({ clientSecret: next })
      .where(and(isProvider(tenantId, id), same));
    return meta.changes > 0;
  }
}

function isProvider(tenantId: string, id: string) {
  return and(eq(identityProviders.tenantId, tenantId), eq(identityProviders.id, id));
}

function providerOf(row: Row): IdentityProvider {
  return { ...row, settings: row.settings as ProviderSettings, preset: row.preset as PresetName };
}
