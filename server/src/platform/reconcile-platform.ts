import { parseModel } from "@cf-auth/model-language";
import { unwrap } from "../authz/outcome.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { ADMIN_MODEL, BOOTSTRAPPED, roleTuple } from "./admin-model.ts";
import type { PlatformDeps } from "./deps.ts";

type Deps = Pick<PlatformDeps, "tenants" | "graph" | "models" | "platform" | "clock">;

const REASON = "Reconciled by the service.";
const ORIGIN = { actor: "system", reason: REASON, requestId: "system" };

/**
 * Installs this release's model in the platform graph, and grants the first admins their roles once. Does nothing before the
 * platform exists. Safe to repeat and to run concurrently; completes an interrupted bootstrap.
 */
export async function reconcilePlatform(app: Deps): Promise<{ model?: number; firstAdmins?: number } | undefined> {
  const tenant = await app.tenants.find(PLATFORM_SLUG);
  if (tenant === undefined) return undefined;
  const model = await installModel(app, tenant.id);
  const firstAdmins = await grantFirstAdmins(app, tenant.id);
  if (model === undefined && firstAdmins === undefined) return undefined;
  return { ...(model !== undefined && { model }), ...(firstAdmins !== undefined && { firstAdmins }) };
}

/** Installs the model. Returns its version; undefined if it is installed already. */
async function installModel(app: Deps, tenantId: string): Promise<number | undefined> {
  const graph = app.graph(tenantId);
  const { model } = unwrap(await graph.getModel(undefined));
  if (model?.source === ADMIN_MODEL) return undefined;
  const { definition } = parseModel(ADMIN_MODEL, { strict: true });
  const { version } = unwrap(await graph.putModel({ source: ADMIN_MODEL, definition }, ORIGIN));
  const entry = { tenantId, version, source: JSON.stringify(ADMIN_MODEL) };
  await app.models.add({ ...entry, createdBy: ORIGIN.actor, now: app.clock.now() });
  return version;
}

/** Grants the first admins their roles. Returns their number; undefined if it was done before. The mark is written with the roles. */
async function grantFirstAdmins({ graph, platform }: Deps, tenantId: string): Promise<number | undefined> {
  const platformGraph = graph(tenantId);
  const filter = { objectType: "platform", relation: BOOTSTRAPPED.relation };
  const { tuples } = unwrap(await platformGraph.query("read", { filter, after: undefined, limit: 1 }, undefined));
  if (tuples.length > 0) return undefined;
  const firstAdmins = await platform.firstAdmins();
  const writes = [BOOTSTRAPPED, ...firstAdmins.map(({ userId, role }) => roleTuple(userId, role))];
  const outcome = await platformGraph.write(
    { writes, deletes: [], mustExist: [], mustNotExist: [BOOTSTRAPPED] },
    ORIGIN,
  );
  // Another run was faster.
  if (!outcome.ok && outcome.code === "precondition_failed") return undefined;
  unwrap(outcome);
  return firstAdmins.length;
}
