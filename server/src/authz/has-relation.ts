import type { GraphService } from "./graph-service.ts";

/**
 * Whether the user `user:{id}` has a relation to an object, at the graph's newest revision. Undefined if the answer depends on
 * a condition, the graph is unreachable, or the model lacks the relation.
 */
export async function hasRelation(
  graph: Pick<GraphService, "query">,
  userId: string,
  { relation, object }: { readonly relation: string; readonly object: string },
): Promise<boolean | undefined> {
  try {
    const outcome = await graph.query("check", { subject: `user:${userId}`, relation, object }, undefined);
    const allowed = outcome.ok ? outcome.value.allowed : "conditional";
    return allowed === "conditional" ? undefined : allowed;
  } catch {
    return undefined;
  }
}
