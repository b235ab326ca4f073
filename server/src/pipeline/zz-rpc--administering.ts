import { AppError } from "../shared/errors/app-error.ts";
import type { Permission } from "../platform/admin-model.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { procedure } from "./procedure.ts";

/**
 * A procedure about a tenant's users, for its own servers and for platform admins. Throws `forbidden` for the platform's
 * own tenant: its users are the platform's admins, and not looked after like others.
 */
export function administering(summary: string, audit: string, admin?: Permission) {
  const declared = procedure({
    ...{ summary, caller: ["secret", "admin"], rateLimit: "standard", audit },
    ...(admin && { admin }),
  });
  return declared.use(async ({ ctx, next }) => {
    if (ctx.tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
    return await next();
  });
}
