import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]
`;

let graph: Awaited<ReturnType<typeof createGraph>>;
beforeAll(async () => {
  graph = await createGraph(MODEL);
});

describe("authz.assertions", () => {
  it("stores checks with their expected results, by version of the model", async () => {
    const { assertions, model } = graph.authz;
    expect(await assertions.get.query({ modelVersion: 1 })).toEqual({ assertions: [] });
    const expiresAt = new Date("2030-01-01T00:00:00Z");
    const stored = [
      { ...t("user:a reader doc:1"), expected: true, contextualTuples: [{ ...t("user:a reader doc:1"), expiresAt }] },
      { ...t("user:b reader doc:1"), expected: false, context: { hour: 12 } },
    ];
    expect(await assertions.put.mutate({ modelVersion: 1, assertions: stored })).toEqual({ assertionCount: 2 });
    expect(await assertions.get.query({ modelVersion: 1 })).toEqual({ assertions: stored });
    await model.put.mutate({ model: MODEL.replace("reader", "writer") });
    expect(await assertions.get.query({ modelVersion: 2 })).toEqual({ assertions: [] });
    expect(await assertions.get.query({ modelVersion: 1 })).toEqual({ assertions: stored });
    expect(await assertions.put.mutate({ modelVersion: 1, assertions: [] })).toEqual({ assertionCount: 0 });
  });

  it("refuses versions that don't exist, and names and tuples that the version doesn't allow", async () => {
    const put = async (fact: string, more: object = {}, version = 1) => {
      const assertions = [{ ...t(fact), expected: true, ...more }];
      return (await errorOf(graph.authz.assertions.put.mutate({ modelVersion: version, assertions }))).code;
    };
    expect(await put("user:a reader doc:1", {}, 99)).toBe("model_version_not_found");
    expect(await put("user:a flies doc:1")).toBe("unknown_relation");
    expect(await put("robot:a reader doc:1")).toBe("unknown_type");
    expect(await put("user:a reader doc:1", { contextualTuples: [t("doc:1 reader doc:1")] })).toBe(
      "subject_not_allowed",
    );
    expect(await put("user:a reader doc:1", { context: { text: "x".repeat(70_000) } })).toBe("batch_too_large");
    expect((await errorOf(graph.authz.assertions.get.query({ modelVersion: 99 }))).code).toBe(
      "model_version_not_found",
    );
  });

  it("refuses a publishable key", async () => {
    const { publishableKey } = graph.world.acme;
    const call = clientFor({ key: publishableKey }).authz.assertions.get.query({ modelVersion: 1 });
    expect(await errorOf(call)).toMatchObject({ code: "forbidden" });
  });

  it("are in the tenant's backups", async () => {
    const { BACKED_UP_TABLES } = await import("../backups/tables.ts");
    expect(BACKED_UP_TABLES).toContainEqual({ source: "graph", name: "assertions", key: ["model_version"] });
  });
});
