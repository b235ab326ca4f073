import { newUserWithPassword } from "../accounts/register.ts";
import { checkPassword } from "../passwords/password-policy.ts";
import { equalInConstantTime } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { newTenant } from "../tenants/create.ts";
import type { PlatformDeps } from "./deps.ts";
import { reconcilePlatform } from "./reconcile-platform.ts";

type Deps = Pick<
  PlatformDeps,
  "config" | "clock" | "passwords" | "blocklist" | "signingKeys" | "platform" | "tenants" | "graph" | "models"
>;

const PLATFORM = { slug: PLATFORM_SLUG, name: "Platform", host: null, environment: "live", parentId: null } as const;

/**
 * Creates the platform's own tenant and its first admin, installs the platform graph's model and grants the admin their role.
 * Works once: the tenant's slug is unique. An interrupted bootstrap is completed by the schedule, or by a repeat, which still
 * throws.
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
  await reconcilePlatform(app);
  if (!created) throw new AppError("already_bootstrapped");
  return { tenantId: tenant.id, userId: user.id };
}
