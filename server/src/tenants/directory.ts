import { readCached, type TextCache, writeCached } from "../shared/cache.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { TenantStore } from "./store.ts";

/** Lifetime of an entry, in seconds. No entry has to end: slugs keep their tenant, and hosts are confirmed at each use. */
const ENTRY_SECONDS = 24 * 60 * 60;

interface Source {
  readonly tenants: Pick<TenantStore, "find" | "findByHost">;
  /** Ids by slug and by host, at every edge, up to a minute old. */
  readonly cache: TextCache;
  /** Row of a tenant as it is now, by the version that the tenant's object names. */
  current(id: string): Promise<Tenant | undefined>;
}

/** Finds tenants without D1, by ids from KV. KV has ids alone: status, settings and limits never come from it. */
export class TenantDirectory {
  private readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  /** Id of the tenant of a slug. A slug is never given to another tenant, so an entry can't be wrong. */
  async idOf(slug: string): Promise<string | undefined> {
    const key = `slug:${slug}`;
    const cached = await readCached(this.source.cache, key);
    if (cached !== null) return cached;
    const tenant = await this.source.tenants.find(slug);
    if (tenant?.slug === slug) await this.remember(key, tenant.id);
    return tenant?.id;
  }

  /**
   * The tenant that is served at a host. Hosts move between tenants: a cached id counts only while that tenant's current
   * row has the host, and otherwise D1 decides.
   */
  async findByHost(host: string): Promise<Tenant | undefined> {
    const key = `host:${host}`;
    const cached = await readCached(this.source.cache, key);
    // D1 answers while the object can't be reached.
    const current = cached === null ? undefined : await this.source.current(cached).catch(() => undefined);
    if (current?.host === host) return current;
    const tenant = await this.source.tenants.findByHost(host);
    if (tenant !== undefined && tenant.id !== cached) await this.remember(key, tenant.id);
    return tenant;
  }

  private async remember(key: string, id: string): Promise<void> {
    await writeCached(this.source.cache, key, id, ENTRY_SECONDS);
  }
}
