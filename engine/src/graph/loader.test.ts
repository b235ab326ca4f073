import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tupleOf } from "../../test/model.ts";
import { inSlices } from "../../test/slices.ts";
import { formatObject, formatSubject, type Tuple, type TupleKey } from "../tuple.ts";
import { exportCsv } from "../tuple-file/export.ts";
import { Meter } from "../work/meter.ts";
import { Graph } from "./graph.ts";
import { Loader } from "./loader.ts";
import { decodeInSteps, encodeSnapshot } from "./snapshot.ts";

const NAMES = ["user:1", "user:2", "user:3", "user:*", "team:1#member"].flatMap((subject) =>
  ["reader doc:1", "reader doc:2", "member team:1"].map((rest) => `${subject} ${rest}`),
);
const TERMS: Partial<Tuple>[] = [
  {},
  { expiresAt: 100 },
  { condition: "c", context: '{"a":"\\\\"}' },
  { condition: "c", context: '{"a":"]\\",[é"}', expiresAt: 7 },
  { condition: "d" },
];
/** Facts that may repeat, with the same and other conditions, contexts and expiries, among many unique ones. */
const tuples = fc
  .record({
    facts: fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...TERMS)), { maxLength: 30 }),
    others: fc.nat({ max: 60 }),
  })
  .map(({ facts, others }): Tuple[] => [
    ...facts.map(([name, extra]) => ({ ...tupleOf(name), ...extra })),
    ...Array.from({ length: others }, (_, i) => ({ ...tupleOf("user:1 reader doc:1"), subjectId: `other${i % 50}` })),
  ]);
const slice = fc.constantFrom(1, 2, 3, 7, 20, 100, 1000);
const factOf = (key: TupleKey) => `${formatSubject(key)} ${key.relation} ${formatObject(key)}`;
const text = (graph: Graph) => [...exportCsv(graph)].join("");

describe("tuples that are packed in slices of any size", () => {
  it("are the same graph as in one step, and conflict if a fact has different conditions, contexts or expiries", () => {
    fc.assert(
      fc.property(tuples, slice, (all, size) => {
        const [loader, twin] = [new Loader(new Graph()), new Loader(new Graph())];
        for (const tuple of all) for (const one of [loader, twin]) one.push(tuple);
        const meter = new Meter();
        const { value: graph } = inSlices(meter, loader.finishInSteps(meter), size);
        expect(text(graph)).toBe(text(twin.finish()));
        const byFact = Map.groupBy(all, factOf);
        const conflicting = [...byFact].filter(([, alike]) => {
          return new Set(alike.map((t) => JSON.stringify([t.condition, t.context, t.expiresAt]))).size > 1;
        });
        expect(new Set(loader.conflicts.map(factOf))).toEqual(new Set(conflicting.map(([fact]) => fact)));
        if (conflicting.length > 0) return;
        const distinct = new Map(all.map((tuple) => [factOf(tuple), tuple]));
        expect(graph.size).toBe(distinct.size);
        for (const tuple of distinct.values()) expect(graph.get(tuple)).toEqual(tuple);
      }),
      { numRuns: 300 },
    );
  });

  it("are read from a snapshot in slices of any size, whatever their contexts contain", () => {
    const context = fc.json().map((json) => `{"a":${json}}`);
    fc.assert(
      fc.property(fc.array(context, { maxLength: 40 }), slice, (contexts, size) => {
        const own = contexts.map((json, i) => ({
          ...tupleOf(`user:${i} reader doc:1`),
          ...{ condition: "c", context: json },
        }));
        const graph = Graph.from(own);
        const meter = new Meter();
        const { value } = inSlices(meter, decodeInSteps(meter, encodeSnapshot(graph)), size);
        expect(value.size).toBe(graph.size);
        for (const tuple of own) expect(value.get(tuple)).toEqual(tuple);
      }),
      { numRuns: 200 },
    );
  });

  it("pause in proportion to their number, for many objects or many tuples of one", () => {
    const of = (i: number): Tuple => ({
      ...tupleOf("user:1 reader doc:1"),
      ...{ subjectId: `${i}`, objectId: i % 2 === 0 ? "wide" : `${i}` },
      ...(i % 3 === 0 && { condition: "c", context: `{"a":"${i}]"}` }),
    });
    const loader = new Loader(new Graph());
    for (let i = 0; i < 60_000; i++) loader.push(of(i));
    const meter = new Meter();
    const { value, pauses } = inSlices(meter, loader.finishInSteps(meter), 30_000);
    expect(pauses).toBeGreaterThanOrEqual(Math.floor(meter.work / 60_000));
    const before = meter.work;
    const read = inSlices(meter, decodeInSteps(meter, encodeSnapshot(value)), 30_000);
    expect(read.pauses).toBeGreaterThanOrEqual(Math.floor((meter.work - before) / 60_000));
    expect(read.pauses).toBeGreaterThan(5);
  });
});
