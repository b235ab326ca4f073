import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Adjacency } from "./adjacency.ts";

const KEYS = 12;
const VALUES = 10;
const pair = fc.tuple(fc.nat({ max: KEYS - 1 }), fc.nat({ max: VALUES - 1 }), fc.nat({ max: 99 }));
const edit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("toggle"), pair }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("compact", "reload", "restore"), pair }) },
);

/** Everything the adjacency holds, as `key value column`. */
function contentOf(adjacency: Adjacency): string[] {
  const found: string[] = [];
  for (const key of adjacency.keysWithRows(KEYS)) {
    adjacency.seek(key);
    for (let i = adjacency.start; i < adjacency.end; i++)
      found.push(`${key} ${adjacency.values[i]} ${adjacency.columns[0][i]}`);
  }
  return found;
}

function contentOfMap(truth: ReadonlyMap<number, number>): string[] {
  const sorted = [...truth].sort(([a], [b]) => a - b);
  return sorted.map(([id, column]) => `${Math.floor(id / VALUES)} ${id % VALUES} ${column}`);
}

it("is a sorted set for every key, loaded, edited, restored, compacted and copied", () => {
  // Few keys make it dense, many sparse.
  const pairs = fc.oneof(fc.array(pair, { maxLength: 4 }), fc.array(pair, { maxLength: 60 }));
  fc.assert(
    fc.property(pairs, fc.array(edit, { maxLength: 30 }), (initial, edits) => {
      let adjacency = new Adjacency(1);
      const column = (i: number) => Uint32Array.from(initial, (p) => p[i]);
      adjacency.load({ keys: column(0), values: column(1), columns: [column(2)], count: initial.length }, KEYS, VALUES);
      const truth = new Map(initial.map(([key, value, extra]) => [key * VALUES + value, extra]));
      const toggle = ([key, value, extra]: readonly [number, number, number]) => {
        const there = adjacency.has(key, value);
        if (there) adjacency.remove(key, value);
        else adjacency.add(key, value, extra);
        return there;
      };
      for (const { kind, pair: one } of edits) {
        const id = one[0] * VALUES + one[1];
        if (kind === "compact") adjacency.compact(KEYS);
        if (kind === "reload") {
          adjacency.compact(KEYS);
          adjacency = Adjacency.from(adjacency.parts);
        }
        if (kind === "restore") {
          const restore = adjacency.save(one[0]);
          toggle(one);
          restore();
        }
        if (kind !== "toggle") continue;
        const there = toggle(one);
        expect(there).toBe(truth.has(id));
        if (there) truth.delete(id);
        else truth.set(id, one[2]);
      }
      expect(contentOf(adjacency)).toEqual(contentOfMap(truth));
      expect(adjacency.size).toBe(truth.size);
    }),
    { numRuns: 2000 },
  );
});

it("knows nothing of keys beyond those it was loaded with", () => {
  const adjacency = new Adjacency();
  adjacency.load({ keys: Uint32Array.of(0), values: Uint32Array.of(7), columns: [], count: 1 }, 1, 8);
  expect(adjacency.length(0xffff_ffff)).toBe(0);
  expect(adjacency.has(1, 7)).toBe(false);
  adjacency.add(5, 7);
  expect(adjacency.has(5, 7)).toBe(true);
});

it("takes little room where few keys have a row", () => {
  const adjacency = new Adjacency();
  adjacency.load(
    { keys: Uint32Array.of(3, 900_000), values: Uint32Array.of(1, 2), columns: [], count: 2 },
    1_000_000,
    8,
  );
  expect(adjacency.bytes).toBeLessThan(100);
  expect([adjacency.has(900_000, 2), adjacency.has(900_001, 2), adjacency.has(3, 1)]).toEqual([true, false, true]);
});
