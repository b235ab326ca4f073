import type { Config } from "../ports/config.ts";
import { isLocalHost } from "../ports/mail-config.ts";
import type { Tenant } from "../shared/tenant.ts";
import { logoOf, logoPath } from "../shared/tenant-logo.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/** Pages that links in emails open: to verify an email, to confirm a change of it, to choose a password, and to sign in. */
export type LinkPage = "verify-email" | "confirm" | "reset-password";

/**
 * Builds a link for an email: to the tenant's own page if it has configured one, otherwise to the hosted page. The URL
 * depends on the configuration alone, never on the request: otherwise an attacker could send the token to their own host.
 */
export function linkTo(
  tenant: Pick<Tenant, "slug" | "host" | "settings">,
  { publicUrl }: Pick<Config, "publicUrl">,
  page: LinkPage | "sign-in-link",
  token: string,
): string {
  const { verifyEmailUrl, resetPasswordUrl, signInLinkUrl } = settingsOf(tenant);
  const own = page === "sign-in-link" ? signInLinkUrl : page === "reset-password" ? resetPasswordUrl : verifyEmailUrl;
  const url = new URL(own ?? `${originOf(tenant, publicUrl)}/t/${tenant.slug}/${page}`);
  url.searchParams.set("token", token);
  return url.href;
}

/** Origin of the hosted pages: https on a tenant's own host; the scheme and port of the service on a local host. */
export function originOf({ host }: Pick<Tenant, "host">, publicUrl: string): string {
  if (host === null) return publicUrl;
  if (!isLocalHost(host)) return `https://${host}`;
  const { protocol, port } = new URL(publicUrl);
  return `${protocol}//${host}${port === "" ? "" : `:${port}`}`;
}

/** URLs of the tenant's logo; null without one. They depend on the configuration alone, too. */
export function logoUrls(
  tenant: Pick<Tenant, "host" | "settings">,
  publicUrl: string,
): { url: string | null; darkUrl: string | null } {
  const logo = logoOf(tenant);
  if (logo === undefined) return { url: null, darkUrl: null };
  const urlOf = (image: string) => `${originOf(tenant, publicUrl)}${logoPath(logo, image)}`;
  return { url: urlOf(logo.image), darkUrl: logo.darkImage === undefined ? null : urlOf(logo.darkImage) };
}
