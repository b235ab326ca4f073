import { Engine, Graph, type ListPage, type ListPageRequest } from "@cf-auth/engine";
import { expect, it } from "vitest";
import { tupleOf } from "../src/formats/tuples.ts";
import { schemaOf } from "../src/model.ts";
import { resultOf } from "../src/result.ts";

const text = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]";
const schema = schemaOf({ kind: "source", text });
const tuples = ["1", "2", "3"].map((id) => ({ user: "user:anne", relation: "viewer", object: `doc:${id}` }));
const graph = Graph.from(tuples.map(tupleOf));

/** Result for an engine with a replaced method. */
function resultWith(kind: "check" | "listObjects", methods: Partial<Engine>) {
  const engine = Object.assign(new Engine(schema, graph), methods);
  const request = { subject: "user:anne", relation: "viewer", tuples: [] };
  const setup = { name: "stored", engine, contextual: [] };
  if (kind === "check") return resultOf({ kind, ...request, object: "doc:1", expected: true }, setup);
  return resultOf({ kind, ...request, type: "doc", expected: [] }, setup);
}

it("accepts the results of a correct engine", () => {
  expect(resultWith("check", {})).toEqual({ kind: "allowed", allowed: true });
  expect(resultWith("listObjects", {})).toEqual({ kind: "listed", items: ["doc:1", "doc:2", "doc:3"] });
});

it("requires a valid proof of an allowed check, and none of a denied one", () => {
  const denied = { allowed: false, missing: [] } as const;
  expect(resultWith("check", { prove: () => undefined })).toMatchObject({ problem: "no proof of an allowed check" });
  expect(resultWith("check", { check: () => denied })).toMatchObject({
    problem: "a proof although the result is false",
  });
  const other = new Engine(schema, graph).prove("user:anne", "viewer", "doc:2");
  expect(resultWith("check", { prove: () => other })).toMatchObject({ problem: "a proof of another query" });
  const verify = () => ({ valid: false, problem: "made up" }) as const;
  expect(resultWith("check", { verify })).toMatchObject({ problem: "an invalid proof: made up" });
});

it("requires the same list from small pages", () => {
  const whole = new Engine(schema, graph);
  const listObjects = (subject: string, relation: string, type: string, page: ListPageRequest): ListPage => {
    const { next, ...listed } = whole.listObjects(subject, relation, type, page);
    return { ...listed, next: page.after === undefined ? next : undefined };
  };
  expect(resultWith("listObjects", { listObjects })).toMatchObject({ problem: expect.stringContaining("pages of 1") });
});

it("requires checks to agree with lists", () => {
  const page = { items: ["doc:1", "doc:4"], conditional: [], excluded: [], next: undefined };
  const problem = "doc:4 is listed, but a check disagrees";
  expect(resultWith("listObjects", { listObjects: () => page })).toMatchObject({ problem });
  const excluding = { ...page, items: [], excluded: ["doc:1"] };
  expect(resultWith("listObjects", { listObjects: () => excluding })).toMatchObject({
    problem: "doc:1 is listed, but a check disagrees",
  });
});

it("reports an unexpected error as a wrong result and continues", () => {
  const check = () => {
    throw new TypeError("of undefined");
  };
  expect(resultWith("check", { check })).toEqual({ kind: "broken", problem: "of undefined" });
});
