import { parseModel } from "@cf-auth/model-language";
import { unwrap } from "../authz/outcome.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { ADMIN_MODEL, FOUNDED, roleTuple } from "./admin-model.ts";
import type { PlatformDeps } from "./deps.ts";

type Deps = Pick<PlatformDeps, "tenants" | "graph" | "models" | "platform" | "clock">;

const REASON = "Looked after by the service itself.";
const ORIGIN = { actor: "system", reason: REASON, requestId: "system" };

/**
 * Gives the platform's graph the model of this release, and once, whenever that was cut off before, the first admins
 * their roles. Nothing where there is no platform yet. Safe to repeat, and to run several times at once.
 */
export async function tendPlatform(app: Deps): Promise<{ model?: number; founded?: number } | undefined> {
  const tenant = await app.tenants.find(PLATFORM_SLUG);
  if (tenant === undefined) return undefined;
  const model = await installModel(app, tenant.id);
  const founded = await found(app, tenant.id);
  if (model === undefined && founded === undefined) return undefined;
  return { ...(model !== undefined && { model }), ...(founded !== undefined && { founded }) };
}

/** The version that was put; undefined where the newest is this one already. */
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

/** How many were given their roles. The mark is written with the roles, so that nobody is given them again later. */
async function found({ graph, platform }: Deps, tenantId: string): Promise<number | undefined> {
  const own = graph(tenantId);
  const filter = { objectType: "platform", relation: FOUNDED.relation };
  const { tuples } = unwrap(await own.query("read", { filter, after: undefined, limit: 1 }, undefined));
  if (tuples.length > 0) return undefined;
  const founders = await platform.founders();
  const writes = [FOUNDED, ...founders.map(({ userId, role }) => roleTuple(userId, role))];
  const outcome = await own.write({ writes, deletes: [], mustExist: [], mustNotExist: [FOUNDED] }, ORIGIN);
  // Somebody else was faster.
  if (!outcome.ok && outcome.code === "precondition_failed") return undefined;
  unwrap(outcome);
  return founders.length;
}
