import type { App } from "../app.ts";
import { unwrap } from "./outcome.ts";
import type { GraphSettings } from "./settings.ts";

/**
 * Gives the graphs of all tenants below one what is set above them, from the top. To be called after a change of the
 * tenant's settings, or of its place. Safe to repeat.
 */
export async function shareGraphSettings(
  { tenantTree, graph }: Pick<App, "tenantTree" | "graph">,
  tenantId: string,
): Promise<void> {
  const given = new Map<string, Partial<GraphSettings>>();
  const givenTo = async (id: string) => given.get(id) ?? unwrap(await graph(id).givenSettings());
  for (const { id, parentId } of await tenantTree.subtree(tenantId)) {
    if (id === tenantId) continue;
    given.set(id, unwrap(await graph(id).inheritSettings(await givenTo(parentId ?? tenantId))));
  }
}

/** Gives a tenant's graph, and those below it, what is set above it. */
export async function placeGraphSettings(
  app: Pick<App, "tenantTree" | "graph">,
  { id, parentId }: { readonly id: string; readonly parentId: string | null },
): Promise<void> {
  const above = parentId === null ? {} : unwrap(await app.graph(parentId).givenSettings());
  unwrap(await app.graph(id).inheritSettings(above));
  await shareGraphSettings(app, id);
}
