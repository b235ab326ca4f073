import { unwrap } from "../authz/outcome.ts";
import type { GraphSettings } from "../authz/settings.ts";
import type { PlanLimits, TenantRow } from "../shared/rows.ts";
import type { TenantsDeps } from "./deps.ts";

/**
 * Gives the graphs of all tenants below one what is set above them, from the top. To be called after a change of the
 * tenant's settings, or of its place. Safe to repeat.
 */
export async function propagateGraphSettings(
  { tenantTree, graph }: Pick<TenantsDeps, "tenantTree" | "graph">,
  tenantId: string,
): Promise<void> {
  const given = new Map<string, Partial<GraphSettings>>();
  const givenTo = async (id: string) => given.get(id) ?? unwrap(await graph(id).configuredSettings());
  for (const { id, parentId, limits } of await tenantTree.subtree(tenantId)) {
    if (id === tenantId) continue;
    const above = await givenTo(parentId ?? tenantId);
    given.set(id, unwrap(await graph(id).inheritSettings({ ...above, ...asSettings(limits) })));
  }
}

/** Gives a tenant's graph, and those below it, what is set above it and what its plan allows. */
export async function applyGraphSettings(
  app: Pick<TenantsDeps, "tenantTree" | "graph">,
  { id, parentId, limits }: Pick<TenantRow, "id" | "parentId" | "limits">,
): Promise<void> {
  await inheritGraphSettings(app, id, { id: parentId, limits });
  await propagateGraphSettings(app, id);
}

/** Gives one graph what is set for that above it, if there is one, and what a plan allows. */
export async function inheritGraphSettings(
  { graph }: Pick<TenantsDeps, "graph">,
  id: string,
  above: { readonly id: string | null; readonly limits: PlanLimits },
): Promise<void> {
  const given = above.id === null ? {} : unwrap(await graph(above.id).configuredSettings());
  unwrap(await graph(id).inheritSettings({ ...given, ...asSettings(above.limits) }));
}

function asSettings({ tuples }: PlanLimits): Partial<GraphSettings> {
  return tuples === undefined ? {} : { maxTuples: tuples };
}
