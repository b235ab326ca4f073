import type { App } from "../app.ts";
import type { Tenant } from "../shared/tenant.ts";

type Needs = Pick<App, "config" | "tenants" | "clock" | "failedLookups">;

/**
 * The tenant that is served under a host: a subdomain of the service's by slug, or a host of the tenant's own. Throws
 * `rate_limited` where the address has named too many subdomains that are no tenant's. Hosts that are no subdomain come here
 * only if the operators route them, so they are not counted.
 */
export async function tenantAtHost(app: Needs, host: string, address: string): Promise<Tenant | undefined> {
  const base = baseHost(app);
  if (host === base) return undefined;
  if (!isSubdomain(app, host)) return await app.tenants.findByHost(host);
  return await tenantNamed(app, host.slice(0, -base.length - 1), address);
}

/** The tenant of an id or slug that a stranger names. Throws `rate_limited` after too many that don't exist. */
export async function tenantNamed(
  { tenants, clock, failedLookups }: Pick<App, "tenants" | "clock" | "failedLookups">,
  name: string,
  address: string,
): Promise<Tenant | undefined> {
  const lookup = { address, what: `tenant ${name.slice(0, MAX_NAME)}`, now: clock.now() };
  return await failedLookups.find(lookup, async () => await tenants.find(name));
}

/** An id or a slug has at most so many characters; a longer name is nobody's. */
const MAX_NAME = 64;

/** Whether the host can only be a tenant's. */
export function isSubdomain(app: Pick<App, "config">, host: string): boolean {
  return host.endsWith(`.${baseHost(app)}`);
}

function baseHost({ config }: Pick<App, "config">): string {
  return new URL(config.publicUrl).hostname;
}
