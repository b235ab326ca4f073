import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";

/**
 * Throws `forbidden` for the platform's own tenant: its graph says what admins may do, and is changed by `platform.admins`
 * and nothing else.
 */
export function requireOwnGraph({ slug }: Pick<Tenant, "slug">): void {
  if (slug === PLATFORM_SLUG) throw new AppError("forbidden");
}
