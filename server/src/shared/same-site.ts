import { AppError } from "./errors/app-error.ts";
import { isAllowedOrigin } from "./origin.ts";
import type { Tenant } from "./tenant.ts";
import { settingsOf } from "./tenant-settings.ts";

/** The target of a request, and the browser's headers about the page that sent it. */
export interface BrowserRequest {
  /** The tenant of the requested host: its subdomain of the service, or its own host. */
  readonly host: Tenant | undefined;
  /** The requested origin. */
  readonly own: string;
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** The header `Sec-Fetch-Site`. */
  readonly site: string | undefined;
  readonly contentType: string | undefined;
}

/**
 * Protects requests with cookies against cross-site request forgery: browsers add cookies to requests of every page. Allows
 * requests to the tenant's own host only, from that host or an allowed origin of the same site, and as JSON, which no form
 * can send.
 *
 * Throws `cookie_host_required` and `cross_site_request`.
 */
export function requireSameSite(page: BrowserRequest, tenant: Tenant): void {
  if (page.host?.id !== tenant.id) throw new AppError("cookie_host_required", { host: new URL(page.own).host });
  const problem = sameSiteProblem(page, tenant);
  if (problem !== undefined) throw new AppError("cross_site_request", { problem });
}

function sameSiteProblem({ own, origin, site, contentType }: BrowserRequest, tenant: Tenant): string | undefined {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? "")) return "The content type is not application/json.";
  if (origin === undefined && site === undefined) return "The headers Origin and Sec-Fetch-Site are missing.";
  if (site !== undefined && site !== "same-origin" && site !== "same-site") return "Sec-Fetch-Site names another site.";
  if (origin === undefined)
    return site === "same-origin" ? undefined : "The header Origin is missing, and Sec-Fetch-Site is not same-origin.";
  return origin === own || isAllowedOrigin(settingsOf(tenant).allowedOrigins, origin, tenant.environment)
    ? undefined
    : `The Origin ${origin} is neither this host nor in the tenant's setting allowedOrigins.`;
}
