import * as fc from "fast-check";
import { expect, it } from "vitest";
import { tupleOf } from "../../test/model.ts";
import { Graph } from "../graph/graph.ts";
import { Meter } from "../work/meter.ts";
import { Nesting } from "./nesting.ts";

const GROUPS = 14;
const edge = fc.tuple(fc.nat({ max: GROUPS - 1 }), fc.nat({ max: GROUPS - 1 }));

/** Groups within groups; the second of each pair contains the first. */
function nestingOf(edges: readonly (readonly [number, number])[]) {
  const graph = Graph.from(edges.map(([inner, outer]) => tupleOf(`group:${inner}#member member group:${outer}`)));
  const { dictionary } = graph.type("group");
  for (let group = 0; group < GROUPS; group++) dictionary.intern(`${group}`);
  const nesting = new Nesting(
    graph,
    [graph.partition("group", "member", "group", "member", undefined)],
    () => dictionary.size,
  );
  for (let i = 0; i <= edges.length; i++) nesting.walked();
  let layout = nesting.layout(new Meter());
  for (let question = 0; layout === undefined && question < 100; question++) layout = nesting.layout(new Meter());
  if (layout === undefined) throw new Error("There is no layout.");
  const known = layout;
  const numberOf = (group: number) => known.numberOf(dictionary.indexOf(`${group}`));
  return {
    numberOf,
    holds: (outer: number, some: readonly number[]) => {
      const numbers = Uint32Array.from(some.map(numberOf).filter((number) => number > 0)).sort();
      return known.containsAny(dictionary.indexOf(`${outer}`), numbers, numbers.length);
    },
  };
}

/** All groups that contain the group, including itself. */
function above(group: number, edges: readonly (readonly [number, number])[]): Set<number> {
  const found = new Set([group]);
  for (const one of found) for (const [inner, outer] of edges) if (inner === one) found.add(outer);
  return found;
}

it("a layout knows all descendants, through any number of paths and cycles", () => {
  fc.assert(
    fc.property(
      fc.array(edge, { maxLength: 40 }),
      fc.uniqueArray(fc.nat({ max: GROUPS - 1 }), { maxLength: 6 }),
      (edges, some) => {
        const { holds, numberOf } = nestingOf(edges);
        for (let outer = 0; outer < GROUPS; outer++) {
          const known = some.filter((group) => numberOf(group) > 0);
          expect(holds(outer, some)).toBe(known.some((group) => above(group, edges).has(outer)));
        }
      },
    ),
    { numRuns: 1000 },
  );
});

it("a layout needs few intervals for a tree of any size, and supports deep chains", () => {
  const chain = Array.from({ length: 5000 }, (_, i) => [i, i + 1] as const);
  const { holds } = nestingOf(chain);
  expect([holds(5000, [0]), holds(0, [5000]), holds(2500, [2499, 4000]), holds(2500, [2501])]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
