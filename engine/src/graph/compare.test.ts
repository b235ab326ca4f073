import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tupleOf } from "../../test/model.ts";
import { inSlices } from "../../test/slices.ts";
import { hasExpired } from "../expiry.ts";
import type { Tuple } from "../tuple.ts";
import { exportCsv } from "../tuple-file/export.ts";
import { Meter } from "../work/meter.ts";
import { mergeGraphs, mergeGraphsInSteps, missingTuples, missingTuplesInSteps } from "./compare.ts";
import { Graph } from "./graph.ts";

const NAMES = ["user:1", "user:2", "user:*", "team:1", "team:2#member"].flatMap((subject) =>
  ["reader doc:1", "reader doc:2", "owner doc:1", "member team:1"].map((rest) => `${subject} ${rest}`),
);
const TERMS: Partial<Tuple>[] = [
  {},
  { expiresAt: 100 },
  { condition: "c" },
  { condition: "c", context: '{"a":1}' },
  { condition: "c", context: '{"a":2}', expiresAt: 7 },
  { condition: "d" },
];

/**
 * Distinct facts with random conditions, contexts and expiries, in random order, so that no two graphs number their
 * ids alike.
 */
const tuples: fc.Arbitrary<Tuple[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...TERMS)), { selector: ([name]) => name })
  .map((facts) => facts.map(([name, extra]) => ({ ...tupleOf(name), ...extra })));

/** Before, between and after the times at which tuples expire, in milliseconds. */
const TIME = fc.constantFrom(0, 6999, 7000, 99_999, 100_000);

const text = (graph: Graph) => [...exportCsv(graph)].join("");
const same = (a: Tuple | undefined, b: Tuple) =>
  a?.condition === b.condition && a?.context === b.context && a?.expiresAt === b.expiresAt;

describe("two graphs with any tuples", () => {
  it("have the missing tuples that single lookups find, without expired ones", () => {
    fc.assert(
      fc.property(tuples, tuples, fc.boolean(), TIME, (ours, theirs, includeChanged, now) => {
        const other = Graph.from(theirs);
        const isThere = (tuple: Tuple) => {
          const found = other.get(tuple);
          return found !== undefined && (!includeChanged || same(found, tuple));
        };
        const expected = ours.filter((tuple) => !isThere(tuple) && !hasExpired(tuple, now));
        const { count, tuples: found } = missingTuples(other, Graph.from(ours), {
          includeChanged,
          limit: ours.length,
          now,
        });
        expect(count).toBe(expected.length);
        expect(text(Graph.from(found))).toBe(text(Graph.from(expected)));
      }),
    );
  });

  it("are exported without expired tuples", () => {
    fc.assert(
      fc.property(tuples, TIME, (all, now) => {
        const left = Graph.from(all.filter((tuple) => !hasExpired(tuple, now)));
        expect([...exportCsv(Graph.from(all), now)].join("")).toBe(text(left));
      }),
    );
  });

  it("merge into the same graph as with single puts, and stay unchanged", () => {
    fc.assert(
      fc.property(tuples, tuples, (ours, theirs) => {
        const [graph, over, expected] = [Graph.from(ours), Graph.from(theirs), Graph.from(ours)];
        for (const tuple of theirs) expected.put(tuple);
        const both = mergeGraphs(graph, over);
        expect(text(both)).toBe(text(expected));
        expect(both.size).toBe(expected.size);
        expect([text(graph), text(over)]).toEqual([text(Graph.from(ours)), text(Graph.from(theirs))]);
      }),
    );
  });
});

describe("two graphs that are compared in slices of any size", () => {
  const slice = fc.constantFrom(1, 2, 3, 7, 20, 100, 1000);

  it("have the same missing tuples as in one step, whatever is written meanwhile to their originals", () => {
    const requests = fc.record({
      includeChanged: fc.boolean(),
      limit: fc.nat({ max: 5 }),
      now: TIME,
      includeEnded: fc.boolean(),
    });
    fc.assert(
      fc.property(tuples, tuples, requests, slice, (ours, theirs, options, size) => {
        const [graph, other] = [Graph.from(ours), Graph.from(theirs)];
        const expected = missingTuples(other, graph, options);
        const meter = new Meter();
        const steps = missingTuplesInSteps(meter, other.frozen(), graph.frozen(), options);
        const { value } = inSlices(meter, steps, size, () => {
          for (const [one, all] of [
            [graph, theirs],
            [other, ours],
          ] as const) {
            for (const tuple of all) if (!one.put(tuple)) one.remove(tuple);
          }
        });
        expect(value).toEqual(expected);
      }),
    );
  });

  it("merge into the same graph as in one step, without expired tuples", () => {
    fc.assert(
      fc.property(tuples, tuples, TIME, slice, (ours, theirs, now, size) => {
        const [graph, over] = [Graph.from(ours), Graph.from(theirs)];
        const left = [...mergeGraphs(graph, over).tuples()].filter((tuple) => !hasExpired(tuple, now));
        const meter = new Meter();
        const { value } = inSlices(meter, mergeGraphsInSteps(meter, graph.frozen(), over.frozen(), now), size, () => {
          for (const tuple of theirs) if (!graph.put(tuple)) graph.remove(tuple);
        });
        expect(text(value)).toBe(text(Graph.from(left)));
        expect(value.size).toBe(left.length);
      }),
    );
  });

  it("count an expired tuple as missing only if it ends one of the other graph and includeEnded is set", () => {
    fc.assert(
      fc.property(tuples, tuples, TIME, (ours, theirs, now) => {
        const other = Graph.from(theirs);
        const expected = ours.filter((tuple) => other.wouldChange(tuple, now));
        const { tuples: found } = missingTuples(other, Graph.from(ours), {
          includeChanged: true,
          limit: 99,
          now,
          includeEnded: true,
        });
        expect(text(Graph.from(found))).toBe(text(Graph.from(expected)));
      }),
    );
  });

  it("pause in proportion to their size", () => {
    const many = Graph.from(
      Array.from({ length: 20_000 }, (_, i) => ({ ...tupleOf("user:1 reader doc:1"), subjectId: `${i}` })),
    );
    const meter = new Meter();
    const { pauses } = inSlices(meter, mergeGraphsInSteps(meter, new Graph(), many), 10_000);
    expect(pauses).toBeGreaterThanOrEqual(Math.floor(meter.work / 30_000));
    expect(pauses).toBeLessThanOrEqual(meter.work / 10_000);
  });
});

it("missing tuples are listed up to the limit, and all are counted", () => {
  const graph = Graph.from(NAMES.map(tupleOf));
  const { count, tuples: found } = missingTuples(new Graph(), graph, { includeChanged: false, limit: 3 });
  expect([count, found.length]).toEqual([NAMES.length, 3]);
});

it("a merge drops ids that no tuple contains any more", () => {
  const graph = Graph.from(NAMES.map(tupleOf));
  for (const name of NAMES.filter((one) => one.endsWith("doc:2"))) graph.remove(tupleOf(name));
  expect(mergeGraphs(graph, new Graph()).stats().objects).toEqual({ user: 2, team: 2, doc: 1 });
});
