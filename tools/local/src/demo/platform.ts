import type { CfAuthClient, Tenant } from "@cf-auth/client";
import type { KeySet, Seed } from "@cf-auth/seeds";
import { signInPlatformAdmin } from "../admin.ts";
import type { Sdk } from "../sdk.ts";
import { ADMIN_EMAIL } from "../seed.ts";
import type { Stack } from "../stack.ts";
import { codeOf } from "./outcome.ts";
import type { Report } from "./report.ts";

/** Bootstraps the platform's first admin, signs in, and creates the seed's tenant. */
export async function preparePlatform(
  report: Report,
  sdk: Sdk,
  { url, secrets }: Stack,
  seed: Seed,
): Promise<{ admin: CfAuthClient; tenant: Tenant; keys: KeySet }> {
  const { createClient } = sdk;
  const anyone = createClient({ url });
  const first = { secret: secrets.BOOTSTRAP_SECRET, email: ADMIN_EMAIL, password: secrets.ADMIN_PASSWORD };
  await report.step(
    "First admin, by the one-time secret",
    () => anyone.platform.bootstrap(first),
    (r) => r.userId,
  );
  const repeated = await report.step(
    "The same secret once more",
    () => codeOf(sdk, anyone.platform.bootstrap(first)),
    (code) => code,
  );
  report.expect(repeated === "already_bootstrapped", `the bootstrap secret worked twice (${repeated})`);

  const credentials = { email: ADMIN_EMAIL, password: secrets.ADMIN_PASSWORD };
  const token = await report.step(
    "Admin signs in, and enrols a second factor",
    () => signInPlatformAdmin(sdk, url, credentials),
    () => ADMIN_EMAIL,
  );
  const admin = createClient({ url, token });
  const { tenant, ...keys } = await report.step(
    `Tenant ${seed.slug}`,
    () => admin.tenants.create({ slug: seed.slug, name: seed.name }),
    (r) => r.tenant.id,
  );
  report.expect(tenant.slug === seed.slug, `the tenant is called ${tenant.slug}`);
  report.note(`publishable key  ${keys.publishableKey}\nsecret key       ${keys.secretKey}`);
  return { admin, tenant, keys };
}
