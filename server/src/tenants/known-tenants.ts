import type { Tenant } from "./tenant.ts";

/** A tenant that nobody says has changed is read anew after so long all the same, in milliseconds. */
const CACHE_MS = 60_000;
const CACHE_ENTRIES = 1000;

interface Known {
  readonly tenant: Tenant;
  readonly version: number;
  readonly readAt: number;
}

/** Tenants that this isolate has read, each good as long as its version is still the one that its state names. */
export class KnownTenants {
  private readonly source: { find(id: string): Promise<Tenant | undefined> };
  private readonly known = new Map<string, Known>();

  constructor(source: KnownTenants["source"]) {
    this.source = source;
  }

  async get(id: string, version: number, now: Date): Promise<Tenant | undefined> {
    const known = this.known.get(id);
    if (known?.version === version && Math.abs(now.getTime() - known.readAt) < CACHE_MS) return known.tenant;
    const tenant = await this.source.find(id);
    if (tenant === undefined) return undefined;
    if (this.known.size >= CACHE_ENTRIES) this.known.clear();
    this.known.set(id, { tenant, version, readAt: now.getTime() });
    return tenant;
  }
}
