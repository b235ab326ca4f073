import { newUserWithPassword } from "../accounts/register.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { equalInConstantTime } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { newTenant } from "../tenants/create.ts";
import type { PlatformDeps } from "./deps.ts";
import { tendPlatform } from "./reconcile-platform.ts";

type Deps = Pick<
  PlatformDeps,
  "config" | "clock" | "passwords" | "blocklist" | "signingKeys" | "platform" | "tenants" | "graph" | "models"
>;

const PLATFORM = { slug: PLATFORM_SLUG, name: "Platform", host: null, environment: "live", parentId: null } as const;

/**
 * Creates the platform's own tenant and its first admin, and gives the platform's graph its model and that admin the role.
 * Works once: the tenant's slug is unique. What was cut off is completed by a repeat, which is refused all the same, or by
 * the scheduled work.
 * Throws `bootstrap_secret_invalid`, `already_bootstrapped`, `weak_password`.
 */
export async function bootstrap(
  app: Deps,
  { secret, email, password }: { secret: string; email: string; password: string },
): Promise<{ tenantId: string; userId: string }> {
  const expected = app.config.bootstrapSecret;
  if (expected === undefined || !equalInConstantTime(secret, expected)) throw new AppError("bootstrap_secret_invalid");
  const tenant = newTenant(PLATFORM, app.clock.now());
  await checkPassword(app, { tenant, email }, password);
  const { user, account } = await newUserWithPassword(app, tenant.id, { email, password, name: null });
  const signingKey = await app.signingKeys.create(tenant.id, tenant.createdAt);
  const created = await app.platform.create({ tenant, signingKey, user, account });
  await tendPlatform(app);
  if (!created) throw new AppError("already_bootstrapped");
  return { tenantId: tenant.id, userId: user.id };
}
