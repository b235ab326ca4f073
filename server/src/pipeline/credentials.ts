import { looksLikeKey } from "../api-keys/api-key.ts";
import type { KeyBearer } from "../api-keys/usable.ts";
import { addressOf } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AppDeps } from "./deps.ts";

/** The credentials of a request, and the tenant that it names. Nothing of them is checked yet. */
export interface Credentials {
  readonly key: string | undefined;
  readonly token: string | undefined;
  /** The tenant's id or slug. */
  readonly tenant: string | undefined;
  /** The requested host, lower case, without a port. */
  readonly host: string;
  /** The IP address and origin of the caller, which a key may be bound to. */
  readonly bearer: KeyBearer;
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
    bearer: { address: addressOf(headers), origin: headers.get("origin") ?? undefined, asked: url.origin },
  };
}

type Deps = Pick<AppDeps, "config" | "tenants" | "tenantDirectory" | "clock" | "failedLookups">;

/**
 * The tenant that is served at a host: a subdomain of the service's by slug, or a host of the tenant's own. Throws `rate_limited`
 * for an IP address that has named too many subdomains without a tenant. Other hosts are not counted, since only those that
 * operators route arrive here.
 */
export async function tenantAtHost(app: Deps, host: string, address: string): Promise<Tenant | undefined> {
  const base = baseHost(app);
  if (host === base) return undefined;
  if (!isSubdomain(app, host)) return await app.tenantDirectory.findByHost(host);
  return await tenantNamed(app, host.slice(0, -base.length - 1), address);
}

/** The tenant of an id or slug. Throws `rate_limited` for an IP address that has named too many that don't exist. */
export async function tenantNamed(
  { tenants, clock, failedLookups }: Pick<AppDeps, "tenants" | "clock" | "failedLookups">,
  name: string,
  address: string,
): Promise<Tenant | undefined> {
  const lookup = { address, what: `tenant ${name.slice(0, MAX_NAME)}`, now: clock.now() };
  return await failedLookups.find(lookup, async () => await tenants.find(name));
}

/** An id or a slug has at most 64 characters. */
const MAX_NAME = 64;

/** Whether the host is a subdomain of the service's, which only tenants have. */
export function isSubdomain(app: Pick<AppDeps, "config">, host: string): boolean {
  return host.endsWith(`.${baseHost(app)}`);
}

function baseHost({ config }: Pick<AppDeps, "config">): string {
  return new URL(config.publicUrl).hostname;
}
