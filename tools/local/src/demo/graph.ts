import { readFileSync } from "node:fs";
import type { CfAuthClient } from "@cf-auth/client";
import { type Seed, seedTenant } from "@cf-auth/seeds";
import type { Report } from "./report.ts";

/** Loads the seed's model and graph, and shows that what comes out again is what went in. */
export async function loadGraph(
  report: Report,
  client: CfAuthClient,
  seed: Pick<Seed, "model" | "graph">,
): Promise<void> {
  const { graph } = await report.step(
    "Model and graph through R2 into GraphState",
    () => seedTenant(client, seed),
    ({ model, graph }) => `model version ${model.version}, ${graph.tupleCount} tuples, revision ${graph.revision}`,
  );
  report.expect(graph.addedCount === graph.tupleCount, `${graph.addedCount} of ${graph.tupleCount} tuples were added`);

  const file = readFileSync(seed.graph, "utf8");
  const exported = await report.step(
    "Export",
    () => client.authz.graph.export({}),
    ({ csv }) => (csv === file ? "equal to the file, byte by byte" : "not equal to the file"),
  );
  report.expect(exported.csv === file, "the export differs from the file");

  const repeated = await report.step(
    "Reload of the file that lies in R2",
    () => client.authz.graph.reload({}),
    ({ status: state, result }) =>
      `${state}, ${result?.addedCount} added, ${result?.removedCount} removed, ${result?.unchangedCount} there`,
  );
  const { changed, unchangedCount: unchanged } = repeated.result ?? {};
  report.expect(changed === false && unchanged === graph.tupleCount, "the file in R2 differs from the graph");
  const stats = await report.step(
    "Statistics",
    () => client.authz.graph.stats(),
    ({ tupleCount: tuples, memoryBytes: bytes, objectCounts: objects }) =>
      `${tuples} tuples in ${Math.round(bytes / 1024)} KiB; ${Object.entries(objects)
        .map(([type, n]) => `${n} ${type}`)
        .join(", ")}`,
  );
  report.expect(stats.tupleCount === graph.tupleCount, `the graph has ${stats.tupleCount} tuples`);
}
