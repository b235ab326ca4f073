import { readFileSync } from "node:fs";
import type { CfAuthClient, ImportGraphResponse, PutModelResponse } from "@cf-auth/client";

/** A tenant that can be put into a fresh platform: its model, its graph, and questions about them. */
export interface Seed {
  readonly slug: string;
  readonly name: string;
  readonly model: URL;
  readonly graph: URL;
  readonly checks: URL;
  readonly lists: URL;
}

const kubernetes = new URL("../kubernetes-org/", import.meta.url);

export const seeds = {
  kubernetes: {
    slug: "kubernetes",
    name: "Kubernetes",
    model: new URL("model.fga", kubernetes),
    graph: new URL("graph.csv", kubernetes),
    checks: new URL("checks.csv", kubernetes),
    lists: new URL("lists.json", kubernetes),
  },
} as const satisfies Record<string, Seed>;

export interface KeySet {
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** Puts the seed's model and graph into the tenant of the client's key, and the graph as CSV into R2. Safe to repeat. */
export async function seedTenant(
  client: CfAuthClient,
  seed: Pick<Seed, "model" | "graph">,
): Promise<{ model: PutModelResponse; graph: ImportGraphResponse }> {
  const model = await client.authz.model.put({ model: readFileSync(seed.model, "utf8") });
  const graph = await client.authz.graph.import({ csv: readFileSync(seed.graph, "utf8"), mode: "replace" });
  await client.authz.graph.export({ destination: "r2" });
  return { model, graph };
}
