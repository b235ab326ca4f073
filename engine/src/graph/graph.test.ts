import { expect, it } from "vitest";
import { tupleOf } from "../../test/model.ts";
import { Graph } from "./graph.ts";

const TUPLES = [
  "user:anne reader doc:1",
  "user:* reader doc:1",
  "team:eng#member reader doc:1",
  "user:anne member team:eng",
];

it("returns the tuples it was built from, without repeats", () => {
  const graph = Graph.from([...TUPLES, ...TUPLES].map(tupleOf));
  expect(graph.size).toBe(4);
  expect(new Set([...graph.tuples()].map((t) => JSON.stringify(t)))).toEqual(
    new Set(TUPLES.map((text) => JSON.stringify(tupleOf(text)))),
  );
});

it("distinguishes a subject, a wildcard and a userset of the same type", () => {
  const graph = Graph.from(["user:* reader doc:1"].map(tupleOf));
  expect(graph.has(tupleOf("user:* reader doc:1"))).toBe(true);
  expect(graph.has(tupleOf("user:anne reader doc:1"))).toBe(false);
  expect(graph.has(tupleOf("user:anne#friend reader doc:1"))).toBe(false);
});

it("adds and removes tuples, and reports whether anything changed", () => {
  const graph = Graph.from(TUPLES.map(tupleOf));
  const tuple = tupleOf("user:bob reader doc:2");
  expect([graph.put(tuple), graph.put(tuple), graph.has(tuple), graph.size]).toEqual([true, false, true, 5]);
  expect([graph.remove(tuple), graph.remove(tuple), graph.has(tuple), graph.size]).toEqual([
    tuple,
    undefined,
    false,
    4,
  ]);
  expect(graph.remove(tupleOf("ghost:1 haunts castle:1"))).toBeUndefined();
});

it("stays correct through thousands of changes", () => {
  const graph = Graph.from([]);
  for (let i = 0; i < 4000; i++) graph.put(tupleOf(`user:${i} reader doc:${i % 50}`));
  for (let i = 0; i < 4000; i += 2) graph.remove(tupleOf(`user:${i} reader doc:${i % 50}`));
  expect(graph.size).toBe(2000);
  for (let i = 0; i < 4000; i += 37) expect(graph.has(tupleOf(`user:${i} reader doc:${i % 50}`))).toBe(i % 2 === 1);
  expect([...graph.tuples()]).toHaveLength(2000);
});

it("reports the number of tuples and ids, and their memory", () => {
  const stats = Graph.from(TUPLES.map(tupleOf)).stats();
  expect(stats).toMatchObject({ tuples: 4, objects: { doc: 1, user: 1, team: 1 } });
  expect(stats.bytes).toBeGreaterThan(0);
});
