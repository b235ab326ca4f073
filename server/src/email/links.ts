import type { Config } from "../ports/config.ts";
import { isLocalHost } from "../ports/mail-config.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/** The pages that links in letters lead to: to confirm an address or a change of it, and to choose a password. */
export type LinkPage = "verify-email" | "confirm" | "reset-password";

/**
 * A link for a letter: to the tenant's own page if it has set one, or else to ours. Everything in it comes from what
 * the tenant and the operators have set, and nothing from the request that the letter is for: whoever sends that could
 * have the token delivered to a host of their own.
 */
export function linkTo(
  tenant: Pick<Tenant, "slug" | "host" | "settings">,
  { publicUrl }: Pick<Config, "publicUrl">,
  page: LinkPage,
  token: string,
): string {
  const { verifyEmailUrl, resetPasswordUrl } = settingsOf(tenant);
  const own = page === "reset-password" ? resetPasswordUrl : verifyEmailUrl;
  const url = new URL(own ?? `${originOf(tenant, publicUrl)}/t/${tenant.slug}/${page}`);
  url.searchParams.set("token", token);
  return url.href;
}

/** A tenant's own host is reached by https; on a developer's machine, the way the service is. */
function originOf({ host }: Pick<Tenant, "host">, publicUrl: string): string {
  if (host === null) return publicUrl;
  if (!isLocalHost(host)) return `https://${host}`;
  const { protocol, port } = new URL(publicUrl);
  return `${protocol}//${host}${port === "" ? "" : `:${port}`}`;
}
