import type { Defer } from "../ports/time.ts";
import { BoundedMap, type VersionedCache } from "../shared/cache.ts";
import type { Tenant } from "../shared/tenant.ts";

/** Maximum number of names that an isolate caches. */
const MAX_NAMES = 10_000;

/** How to read a row: the version that it has to have, and what to read ahead. */
interface Reading {
  versionOf(tenantId: string): Promise<number>;
  readonly now: Date;
  readonly defer: Defer;
}

/** An id, a slug or a host. */
export interface TenantName {
  /** Differs between a host and a slug of the same text. */
  readonly key: string;
  /** Whether it is the tenant's now. */
  isOf(tenant: Tenant): boolean;
}

/** Tenants that this isolate has found, by id, slug or host. */
export class CachedTenants {
  private readonly rows: VersionedCache<Tenant>;
  private readonly ids = new BoundedMap<string>(MAX_NAMES);

  constructor(rows: VersionedCache<Tenant>) {
    this.rows = rows;
  }

  /** Id of the tenant that had an id or slug last; undefined if this isolate hasn't found it. */
  idOf(name: string): string | undefined {
    return this.ids.get(name);
  }

  /** The tenant of a name, by its cached row while that has the name. Otherwise as `find` finds it. */
  async find(
    { key, isOf }: TenantName,
    { versionOf, now, defer }: Reading,
    find: () => Promise<Tenant | undefined>,
  ): Promise<Tenant | undefined> {
    const id = this.ids.get(key);
    const cached = id === undefined ? undefined : await this.rows.get(id, await versionOf(id), now, defer);
    if (cached !== undefined && isOf(cached)) return cached;
    const found = await find();
    if (found === undefined) this.ids.delete(key);
    else this.ids.set(key, found.id);
    return found;
  }
}
