import type { App } from "../app.ts";
import { checkPassword } from "../auth/password-policy.ts";
import { newUserWithPassword } from "../auth/register.ts";
import { AppError } from "../errors/app-error.ts";
import { equalInConstantTime } from "../ports/encoding.ts";
import { newTenant } from "../tenants/create.ts";
import { PLATFORM_SLUG } from "../tenants/tenant.ts";

type Needs = Pick<App, "config" | "clock" | "passwords" | "blocklist" | "signingKeys" | "platform">;

const PLATFORM = { slug: PLATFORM_SLUG, name: "Platform", host: null, environment: "live", parentId: null } as const;

/**
 * Creates the platform's own tenant and its first admin. Works once: the tenant's slug is unique.
 * Throws `bootstrap_refused`, `bootstrap_done`, `weak_password`.
 */
export async function bootstrap(
  app: Needs,
  { secret, email, password }: { secret: string; email: string; password: string },
): Promise<{ tenantId: string; userId: string }> {
  const expected = app.config.bootstrapSecret;
  if (expected === undefined || !equalInConstantTime(secret, expected)) throw new AppError("bootstrap_refused");
  const tenant = newTenant(PLATFORM, app.clock.now());
  await checkPassword(app, { tenant, email }, password);
  const { user, account } = await newUserWithPassword(app, tenant.id, { email, password, name: null });
  const signingKey = await app.signingKeys.create(tenant.id, tenant.createdAt);
  if (!(await app.platform.create({ tenant, signingKey, user, account }))) throw new AppError("bootstrap_done");
  return { tenantId: tenant.id, userId: user.id };
}
