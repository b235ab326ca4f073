import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as arbitrary from "../../test/arbitrary.ts";
import { engineTuple } from "../../test/arbitrary.ts";
import type { Tuple } from "../tuple.ts";
import { exportInSteps, formatCsv } from "../tuple-file/export.ts";
import { Meter } from "../work/meter.ts";
import { Graph } from "./graph.ts";
import { decodeSnapshot, snapshotPieces } from "./snapshot.ts";

const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ tuple: arbitrary.tuple, remove: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant("compact" as const) },
  { weight: 1, arbitrary: fc.nat({ max: 30 }).map((count) => ({ newcomers: count })) },
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

let newcomers = 0;
function apply(graph: Graph, one: Edit): void {
  if (one === "compact") graph.compact();
  else if ("newcomers" in one) {
    for (let i = 0; i < one.newcomers; i++) {
      const id = `newcomer-${newcomers++}`;
      graph.put({ ...newcomer, subjectId: id, objectId: i % 2 === 0 ? "1" : id });
    }
  } else if (one.remove) graph.remove(engineTuple(one.tuple));
  else graph.put(engineTuple(one.tuple));
}
const newcomer: Tuple = {
  subjectType: "user",
  subjectId: "",
  subjectRelation: "",
  relation: "a",
  objectType: "doc",
  objectId: "1",
};

/** Result of the smallest possible slices, with an edit after each. */
function* between<T>(meter: Meter, steps: Iterable<T>, graph: Graph, edits: readonly Edit[]): Generator<T> {
  let step = 0;
  for (const one of steps) {
    yield one;
    meter.resume(1);
    const next = edits[step++ % edits.length];
    if (next !== undefined) apply(graph, next);
  }
}

const world = fc.record({
  tuples: arbitrary.tuples,
  first: fc.array(edit, { maxLength: 6 }),
  edits: fc.array(edit, { minLength: 1, maxLength: 8 }),
});

function made({ tuples, first }: { tuples: Parameters<typeof engineTuple>[0][]; first: readonly Edit[] }): Graph {
  const graph = Graph.from(tuples.map(engineTuple));
  for (const one of first) apply(graph, one);
  return graph;
}

describe("a frozen graph", () => {
  it("keeps its tuples whatever changes in the original, and doesn't affect it", () => {
    fc.assert(
      fc.property(world, fc.array(edit, { maxLength: 8 }), (sample, more) => {
        const graph = made(sample);
        const twin = Graph.from(graph.tuples());
        const before = formatCsv(graph.tuples());
        const frozen = graph.frozen();
        newcomers = 0;
        for (const one of sample.edits) apply(graph, one);
        const later = formatCsv(graph.tuples());
        const second = graph.frozen();
        for (const one of more) apply(graph, one);
        newcomers = 0;
        for (const one of [...sample.edits, ...more]) apply(twin, one);
        expect(formatCsv(frozen.tuples())).toBe(before);
        expect(formatCsv(second.tuples())).toBe(later);
        expect(formatCsv(graph.tuples())).toBe(formatCsv(twin.tuples()));
        expect(graph.size).toBe(twin.size);
        for (const tuple of twin.tuples()) expect(graph.get(tuple)).toEqual(tuple);
        for (const tuple of graph.tuples()) expect(frozen.has(tuple)).toBe(frozenHas(frozen, tuple));
      }),
      { numRuns: 150 },
    );
  });

  it("is exported as CSV in slices, as in one step, whatever is written meanwhile", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const graph = made(sample);
        const whole = formatCsv(graph.tuples());
        const meter = new Meter();
        meter.resume(1);
        const pieces = [...between(meter, exportInSteps(meter, graph.frozen()), graph, sample.edits)];
        expect(pieces.join("")).toBe(whole);
      }),
      { numRuns: 150 },
    );
  });

  it("is encoded in slices, in pieces of any size, whatever is written meanwhile", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 4000 }), (sample, pieceBytes) => {
        const graph = made(sample);
        const whole = formatCsv(graph.tuples());
        const meter = new Meter();
        meter.resume(1);
        const steps = between(meter, snapshotPieces(meter, graph.frozen(), pieceBytes), graph, sample.edits);
        const pieces = [...steps].flatMap((piece) => piece ?? []);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(pieceBytes);
        const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
        pieces.reduce((at, piece) => {
          bytes.set(piece, at);
          return at + piece.length;
        }, 0);
        const decoded = decodeSnapshot(bytes);
        expect(formatCsv(decoded.tuples())).toBe(whole);
        // And it can be changed.
        for (const one of sample.edits) apply(decoded, one);
        for (const tuple of decoded.tuples()) expect(decoded.get(tuple)).toEqual(tuple);
      }),
      { numRuns: 150 },
    );
  });
});

/** Counts by reading each tuple. */
function frozenHas(frozen: Graph, tuple: Tuple): boolean {
  const key = ({ condition: _c, context: _x, expiresAt: _e, ...fact }: Tuple) => JSON.stringify(fact);
  return [...frozen.tuples()].some((one) => key(one) === key(tuple));
}
