import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { ROOT } from "../src/root.ts";
import { service } from "../src/service.ts";
import { registered } from "./registered.ts";
import { optionsFor } from "./stacks.ts";

const DOCS = join(ROOT, "docs");
const blocks = readdirSync(DOCS)
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) =>
    [...readFileSync(join(DOCS, name), "utf8").matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml = ""]) => ({
      name,
      yaml,
    })),
  );

/** The schema of a stack's configuration file. */
const file = z.strictObject({ environment: z.array(z.string()), config: z.record(z.string(), z.unknown()) });

describe("YAML blocks of the docs", () => {
  it("exist in pages that configure a stack", () => {
    expect(blocks.map(({ name }) => name)).toEqual(["deploying.md", "monitoring.md"]);
  });

  it("adopt existing resources: deploying.md", async () => {
    const { graph, config } = await graphOf("deploying.md");
    const adopt = z.record(z.string(), z.object({ id: z.string() })).parse(config["cf-auth:adopt"]);
    const taken = graph.filter(({ importId }) => importId !== undefined);
    expect(taken.map(({ importId }) => importId).sort()).toEqual(
      Object.values(adopt)
        .map(({ id }) => id)
        .sort(),
    );
    // Migrations use the adopted database's name.
    expect(graph.find(({ name }) => name === "migrate")?.props.environment).toMatchObject({ DATABASE_NAME: "auth-db" });
    expect(taken.filter(({ protect }) => protect).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["database", "files", "worker"]),
    );
  });

  it("export logs and traces: monitoring.md", async () => {
    const { graph } = await graphOf("monitoring.md");
    expect(graph.find(({ name }) => name === "worker")?.props.observability).toEqual({
      enabled: true,
      logs: { enabled: true, destinations: ["axiom-logs"] },
      traces: { enabled: true, headSamplingRate: 0.05, destinations: ["axiom-traces"] },
    });
  });
});

/** The resources of the stack that the page's block configures. */
async function graphOf(page: string) {
  const { environment, config } = file.parse(parse(blocks.find(({ name }) => name === page)?.yaml ?? ""));
  expect(environment).toEqual(["cf-auth/production"]);
  return { config, graph: await registered(() => service("production"), optionsFor("production", { config })) };
}
