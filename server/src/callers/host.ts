import type { App } from "../app.ts";
import type { Tenant } from "../tenants/tenant.ts";

type Needs = Pick<App, "config" | "tenants">;

/** The tenant that is served under a host: a subdomain of the service's by slug, or a host of the tenant's own. */
export async function tenantAtHost(app: Needs, host: string): Promise<Tenant | undefined> {
  const base = baseHost(app);
  if (host === base) return undefined;
  return isSubdomain(app, host)
    ? await app.tenants.find(host.slice(0, -base.length - 1))
    : await app.tenants.findByHost(host);
}

/** Whether the host can only be a tenant's. */
export function isSubdomain(app: Needs, host: string): boolean {
  return host.endsWith(`.${baseHost(app)}`);
}

function baseHost({ config }: Pick<App, "config">): string {
  return new URL(config.publicUrl).hostname;
}
