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
  it("exist in deploying.md only", () => {
    expect(blocks.map(({ name }) => name)).toEqual(["deploying.md"]);
  });

  it.each(blocks)("are a valid stack configuration: $name", async ({ yaml }) => {
    const { environment, config } = file.parse(parse(yaml));
    expect(environment).toEqual(["cf-auth/production"]);
    const adopt = z.record(z.string(), z.object({ id: z.string() })).parse(config["cf-auth:adopt"]);
    const graph = await registered(() => service("production"), optionsFor("production", { config }));
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
});
