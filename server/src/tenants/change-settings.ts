import type * as z from "zod";
import type { App } from "../app.ts";
import { prepareKeys } from "../auth/key-rotation.ts";
import { AppError } from "../errors/app-error.ts";
import { requireOriginsFor } from "../origins/require-origins.ts";
import { type settingsChange, settingsOf, type TenantSettings } from "./settings.ts";
import { settle, tellSubtree } from "./settle.ts";
import type { Tenant } from "./tenant.ts";

type Needs = Pick<App, "pending" | "tenantTree" | "clock" | "signingKeys" | "signingKeyStore" | "revocations">;

/** Changes some of a tenant's settings. Throws `tenant_not_found`, and what `requireOriginsFor` throws. */
export async function changeSettings(
  app: Needs,
  { id: tenantId, environment }: Pick<Tenant, "id" | "environment">,
  change: z.infer<typeof settingsChange>,
): Promise<TenantSettings> {
  requireOriginsFor(environment, change.allowedOrigins ?? []);
  const now = app.clock.now();
  const tenant = await app.tenantTree.patchSettings(tenantId, change, now);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  await settle(app, tenantId, now, async () => await tellSubtree(app, tenantId));
  // Another algorithm needs another key, which has to be published for a while before it may sign.
  if (change.tokenAlgorithm !== undefined) await prepareKeys(app, tenant);
  return settingsOf(tenant);
}
