import type { Visit } from "../../pipeline/context.ts";
import { tenantNamed } from "../../pipeline/resolve-caller.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { findLogoImage } from "../../tenants/logos/logo.ts";

/**
 * An image of a tenant's logo, for pages and emails. It never changes, since its hash is its name. Opened by itself it is a document
 * without rights, whatever a browser makes of it.
 */
export async function showLogo({ app, info }: Visit, { tenant: name = "", hash = "" }): Promise<Response> {
  const tenant = await tenantNamed(app, name, info.ip);
  const found = tenant && (await findLogoImage(app, tenant, hash));
  if (found === undefined) throw new AppError("logo_not_found");
  const headers = {
    "content-type": found.type,
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "public, max-age=31536000, immutable",
    // Emails show it on the pages of other sites.
    "cross-origin-resource-policy": "cross-origin",
  };
  return new Response(found.bytes, { headers });
}
