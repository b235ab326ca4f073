import { looksLikeKey } from "../api-keys/api-key.ts";
import type { KeySource } from "../api-keys/usable.ts";
import { addressOf } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AppDeps } from "./deps.ts";

/** What a request brings to show who it is and which tenant it is about. Nothing here is checked yet. */
export interface Credentials {
  readonly key: string | undefined;
  readonly token: string | undefined;
  /** The tenant's id or slug. */
  readonly tenant: string | undefined;
  /** The host asked for, lower case, without a port. */
  readonly host: string;
  /** Where it comes from, for keys that may not be used everywhere. */
  readonly bearer: KeySource;
}

/**
 * A key comes as `Authorization: Bearer` or as `x-api-key`; an access token as `Authorization: Bearer`, then
 * possibly beside a key. The tenant may be named in `x-tenant-id`.
 */
export function readCredentials(headers: Headers, url: URL): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const bearerIsKey = bearer !== undefined && looksLikeKey(bearer);
  return {
    key: (bearerIsKey ? bearer : headers.get("x-api-key")) || undefined,
    token: bearerIsKey ? undefined : bearer,
    tenant: headers.get("x-tenant-id") || undefined,
    host: url.hostname.toLowerCase(),
    bearer: { address: addressOf(headers), origin: headers.get("origin") ?? undefined, requestedOrigin: url.origin },
  };
}

type Deps = Pick<AppDeps, "config" | "tenants" | "clock" | "failedLookups">;

/**
 * The tenant that is served under a host: a subdomain of the service's by slug, or a host of the tenant's own. Throws
 * `rate_limited` where the address has named too many subdomains that are no tenant's. Hosts that are no subdomain come here
 * only if the operators route them, so they are not counted.
 */
export async function tenantAtHost(app: Deps, host: string, address: string): Promise<Tenant | undefined> {
  const base = baseHost(app);
  if (host === base) return undefined;
  if (!isSubdomain(app, host)) return await app.tenants.findByHost(host);
  return await tenantNamed(app, host.slice(0, -base.length - 1), address);
}

/** The tenant of an id or slug that a stranger names. Throws `rate_limited` after too many that don't exist. */
export async function tenantNamed(
  { tenants, clock, failedLookups }: Pick<AppDeps, "tenants" | "clock" | "failedLookups">,
  name: string,
  address: string,
): Promise<Tenant | undefined> {
  const lookup = { address, what: `tenant ${name.slice(0, MAX_NAME)}`, now: clock.now() };
  return await failedLookups.find(lookup, async () => await tenants.find(name));
}

/** An id or a slug has at most so many characters; a longer name is nobody's. */
const MAX_NAME = 64;

/** Whether the host can only be a tenant's. */
export function isSubdomain(app: Pick<AppDeps, "config">, host: string): boolean {
  return host.endsWith(`.${baseHost(app)}`);
}

function baseHost({ config }: Pick<AppDeps, "config">): string {
  return new URL(config.publicUrl).hostname;
}
