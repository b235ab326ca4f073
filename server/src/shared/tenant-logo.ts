import type { Tenant } from "./tenant.ts";

/** The images of a logo, in files of the tenant that has set it. */
export interface TenantLogo {
  /** The tenant that has set it: this one, or its nearest ancestor with a logo. */
  readonly tenantId: string;
  /** Hash of the image, which is its name. */
  readonly image: string;
  /** The image for pages in a dark theme; undefined if there is one image for both. */
  readonly darkImage: string | undefined;
}

/**
 * The entry of the tenant's own settings that names its logo; null inherits. Only `tenants.logo` writes it. A list, since a merge patch
 * replaces lists, and would merge the fields of an ancestor's logo.
 */
export function logoSetting(logo: TenantLogo | null): { readonly logo: readonly string[] | null } {
  if (logo === null) return { logo };
  const { tenantId, image, darkImage } = logo;
  return { logo: [tenantId, image, ...(darkImage === undefined ? [] : [darkImage])] };
}

/** The tenant's logo, its own or an ancestor's; undefined without one. */
export function logoOf({ settings: { logo } }: Pick<Tenant, "settings">): TenantLogo | undefined {
  if (!Array.isArray(logo)) return undefined;
  // Written by `logoSetting`.
  const [tenantId, image, darkImage] = logo as [string, string, string?];
  return { tenantId, image, darkImage };
}

/** The path of an image of a logo. It names the tenant that has set it, so that one image has one address. */
export function logoPath({ tenantId }: Pick<TenantLogo, "tenantId">, image: string): string {
  return `/t/${tenantId}/logo/${image}`;
}
