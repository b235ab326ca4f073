import type * as z from "zod";
import type { App } from "../app.ts";
import { prepareKeys } from "../auth/key-rotation.ts";
import { AppError } from "../errors/app-error.ts";
import { tellSubtree } from "./administer.ts";
import { type settingsChange, settingsOf, type TenantSettings } from "./settings.ts";

type Needs = Pick<App, "tenantTree" | "clock" | "signingKeys" | "signingKeyStore" | "revocations">;

/** Changes some of a tenant's settings. Throws `tenant_unknown`. */
export async function changeSettings(
  app: Needs,
  tenantId: string,
  change: z.infer<typeof settingsChange>,
): Promise<TenantSettings> {
  const tenant = await app.tenantTree.patchSettings(tenantId, change);
  if (tenant === undefined) throw new AppError("tenant_unknown");
  await tellSubtree(app, tenantId);
  // Another algorithm needs another key, which has to be published for a while before it may sign.
  if (change.tokenAlgorithm !== undefined) await prepareKeys(app, tenant);
  return settingsOf(tenant);
}
