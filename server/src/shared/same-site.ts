import { AppError } from "./errors/app-error.ts";
import { isAllowedOrigin } from "./origin.ts";
import type { Tenant } from "./tenant.ts";
import { settingsOf } from "./tenant-settings.ts";

/** Where a request came to, and what the browser says of the page that it comes from. */
export interface Page {
  /** The tenant whose own host was asked: its subdomain of the service, or a host of its own. */
  readonly host: Tenant | undefined;
  /** The origin that was asked. */
  readonly own: string;
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** The header `Sec-Fetch-Site`. */
  readonly site: string | undefined;
  readonly contentType: string | undefined;
}

/**
 * Lets through what relies on cookies, which browsers send whoever asks them to, only where the tenant's own pages ask: on
 * its own host, from that host or an origin that the tenant allows, within one site, and as JSON, which no form can send.
 *
 * Throws `cookie_host_required` and `cross_site_request`.
 */
export function requireOwnPage(page: Page, tenant: Tenant): void {
  if (page.host?.id !== tenant.id) throw new AppError("cookie_host_required", { host: new URL(page.own).host });
  const problem = problemOf(page, tenant);
  if (problem !== undefined) throw new AppError("cross_site_request", { problem });
}

function problemOf({ own, origin, site, contentType }: Page, tenant: Tenant): string | undefined {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? "")) return "The content type is not application/json.";
  if (origin === undefined && site === undefined) return "Neither Origin nor Sec-Fetch-Site is there.";
  if (site !== undefined && site !== "same-origin" && site !== "same-site") return "Sec-Fetch-Site names another site.";
  if (origin === undefined)
    return site === "same-origin" ? undefined : "There is no Origin, and Sec-Fetch-Site is not same-origin.";
  return origin === own || isAllowedOrigin(settingsOf(tenant).allowedOrigins, origin, tenant.environment)
    ? undefined
    : `The Origin ${origin} is neither this host nor in the tenant's setting allowedOrigins.`;
}
