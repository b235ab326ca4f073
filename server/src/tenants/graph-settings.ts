import { unwrap } from "../authz/outcome.ts";
import type { GraphSettings } from "../authz/settings.ts";
import type { PlanLimits, TenantRow } from "../shared/rows.ts";
import type { TenantsDeps } from "./deps.ts";

/**
 * Propagates a tenant's graph settings to the graphs of its descendants, from the top. Call it after the settings or the
 * parent of the tenant change. Safe to repeat.
 */
export async function propagateGraphSettings(
  { tenantTree, graph }: Pick<TenantsDeps, "tenantTree" | "graph">,
  tenantId: string,
): Promise<void> {
  const configured = new Map<string, Partial<GraphSettings>>();
  const configuredOf = async (id: string) => configured.get(id) ?? unwrap(await graph(id).configuredSettings());
  for (const { id, parentId, limits } of await tenantTree.subtree(tenantId)) {
    if (id === tenantId) continue;
    const parent = await configuredOf(parentId ?? tenantId);
    configured.set(id, unwrap(await graph(id).inheritSettings({ ...parent, ...asSettings(limits) })));
  }
}

/** Applies inherited settings and plan limits to a tenant's graph and to the graphs of its descendants. */
export async function applyGraphSettings(
  app: Pick<TenantsDeps, "tenantTree" | "graph">,
  { id, parentId, limits }: Pick<TenantRow, "id" | "parentId" | "limits">,
): Promise<void> {
  await inheritGraphSettings(app, id, { id: parentId, limits });
  await propagateGraphSettings(app, id);
}

/** Applies the parent's settings, if there is a parent, and a plan's limits to one graph. */
export async function inheritGraphSettings(
  { graph }: Pick<TenantsDeps, "graph">,
  id: string,
  parent: { readonly id: string | null; readonly limits: PlanLimits },
): Promise<void> {
  const configured = parent.id === null ? {} : unwrap(await graph(parent.id).configuredSettings());
  unwrap(await graph(id).inheritSettings({ ...configured, ...asSettings(parent.limits) }));
}

function asSettings({ tuples }: PlanLimits): Partial<GraphSettings> {
  return tuples === undefined ? {} : { maxTuples: tuples };
}
