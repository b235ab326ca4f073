import { originOf } from "../../email/links.ts";
import { brandOf } from "../../email/message.ts";
import type { Config } from "../../ports/config.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";

/** The relying party of WebAuthn that a tenant is. Its passkeys are bound to the id. */
export interface RelyingParty {
  /** A domain: passkeys work on its pages and those of its subdomains. */
  readonly id: string;
  /** Name that some authenticators show. */
  readonly name: string;
  /** Origins whose pages may use the tenant's passkeys, compared exactly. */
  readonly origins: readonly string[];
}

type Owner = Pick<Tenant, "slug" | "name" | "host" | "settings">;
type PublicUrl = Pick<Config, "publicUrl">;

/**
 * The tenant's relying party. It depends on the configuration alone, never on the request. Origins are those of the hosted pages, the
 * setting passkeyOrigins, and the exact entries of allowedOrigins at the id's domain.
 */
export function relyingPartyOf(tenant: Owner, { publicUrl }: PublicUrl): RelyingParty {
  const { passkeyRpId, passkeyOrigins, allowedOrigins } = settingsOf(tenant);
  const id = passkeyRpId ?? tenant.host ?? new URL(publicUrl).hostname;
  const own = [originOf(tenant, publicUrl), subdomainOrigin(tenant, publicUrl)];
  const origins = [...own, ...passkeyOrigins, ...allowedOrigins.filter((origin) => isAtOrBelow(origin, id))];
  return { id, name: brandOf(tenant), origins: [...new Set(origins)] };
}

/** The tenant's subdomain of the service, where only its own pages are. */
function subdomainOrigin({ slug }: Owner, publicUrl: string): string {
  const { protocol, host } = new URL(publicUrl);
  return `${protocol}//${slug}.${host}`;
}

/** Whether an exact origin is at the domain or a subdomain of it. */
function isAtOrBelow(origin: string, domain: string): boolean {
  if (origin.includes("*")) return false;
  const { protocol, hostname } = new URL(origin);
  if (protocol !== "https:" && protocol !== "http:") return false;
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/**
 * The origins of the document at `/.well-known/webauthn` of the id's host, which lets pages of other domains use the tenant's passkeys
 * (WebAuthn Level 3 §5.11, related origins). Undefined at any other host.
 */
export function relatedOrigins(tenant: Owner, config: PublicUrl, host: string): string[] | undefined {
  const { id, origins } = relyingPartyOf(tenant, config);
  return id === host ? origins.filter((origin) => /^https?:/.test(origin)) : undefined;
}
