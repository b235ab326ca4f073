import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Meter } from "../work/meter.ts";
import { runSteps } from "../work/steps.ts";
import { Adjacency } from "./adjacency.ts";
import { Blocks } from "./blocks.ts";
import { Pairs, type SortedPairs } from "./pairs.ts";
import { LONG } from "./rows.ts";

const KEYS = 12;
const VALUES = 10;
/** By slot. */
const WIDTHS = [0, 2, 0];

const pair = fc.record({
  slot: fc.nat({ max: WIDTHS.length - 1 }),
  key: fc.nat({ max: KEYS - 1 }),
  value: fc.nat({ max: VALUES - 1 }),
  first: fc.nat({ max: 99 }),
});
type Pair = typeof pair extends fc.Arbitrary<infer T> ? T : never;
const edit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("toggle"), pair }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("compact", "reload", "restore"), pair }) },
);

function columnsOf({ slot, first }: Pair): number[] {
  return WIDTHS[slot] === 0 ? [] : [first, first + 1];
}

/** Blocks with a view of each slot. */
function viewsOf(blocks: Blocks): Adjacency[] {
  return WIDTHS.map((width) => new Adjacency(blocks, blocks.addSlot(width)));
}

function loaded(blocks: Blocks, pairs: readonly Pair[]): Adjacency[] {
  const views = viewsOf(blocks);
  const slots = views.map((view, slot): [number, SortedPairs] => {
    const gathered = new Pairs(WIDTHS[slot] ?? 0);
    for (const one of pairs) if (one.slot === slot) gathered.push(one.key, one.value, one.first, one.first + 1);
    const sorted = runSteps(gathered.sortedInSteps(new Meter(), KEYS, VALUES));
    view.size = sorted.keys.length;
    return [slot, sorted];
  });
  runSteps(blocks.loadInSteps(new Meter(), new Map(slots), KEYS));
  return views;
}

/** Contents of the blocks, as `slot key value columns`. */
function contentOf(views: readonly Adjacency[]): string[] {
  return views.flatMap((view, slot) =>
    [...view.keysWithRows(KEYS)].flatMap((key) => {
      view.seek(key);
      return Array.from({ length: view.end - view.start }, (_, i) => {
        const at = view.start + i;
        const columns = Array.from({ length: WIDTHS[slot] ?? 0 }, (_, column) => view.column(column, at));
        return `${slot} ${key} ${view.values[at]} ${columns}`;
      });
    }),
  );
}

/** Expected contents, in the same format. */
class Truth {
  private readonly pairs = new Map<number, Pair>();

  constructor(pairs: readonly Pair[]) {
    for (const one of pairs) this.pairs.set(keyOfPair(one), one);
  }

  has(one: Pair): boolean {
    return this.pairs.has(keyOfPair(one));
  }

  toggle(one: Pair): void {
    if (!this.pairs.delete(keyOfPair(one))) this.pairs.set(keyOfPair(one), one);
  }

  get content(): string[] {
    const sorted = [...this.pairs].sort(([a], [b]) => a - b);
    return sorted.map(([, one]) => `${one.slot} ${one.key} ${one.value} ${columnsOf(one)}`);
  }
}

function keyOfPair({ slot, key, value }: Pair): number {
  return (slot * KEYS + key) * VALUES + value;
}

function toggle(views: readonly Adjacency[], one: Pair): boolean {
  const view = views[one.slot];
  const there = view?.has(one.key, one.value) ?? false;
  if (there) view?.remove(one.key, one.value);
  else view?.add(one.key, one.value, columnsOf(one));
  return there;
}

describe("blocks", () => {
  it("store a sorted set for every key and slot, when loaded, edited, restored, compacted and copied", () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), fc.array(edit, { maxLength: 30 }), (initial, edits) => {
        let blocks = new Blocks();
        let views = loaded(blocks, initial);
        const truth = new Truth(initial);
        for (const { kind, pair: one } of edits) {
          if (kind === "compact") blocks.compact(KEYS, true);
          if (kind === "reload") {
            blocks.compact(KEYS, true);
            blocks = Blocks.from(blocks.parts);
            const sizes = views.map(({ size }) => size);
            views = viewsOf(blocks);
            for (const [i, view] of views.entries()) view.size = sizes[i] ?? 0;
          }
          if (kind === "restore") {
            const restore = blocks.save(one.key);
            const sizes = views.map(({ size }) => size);
            toggle(views, one);
            restore();
            for (const [i, view] of views.entries()) view.size = sizes[i] ?? 0;
          }
          if (kind !== "toggle") continue;
          expect(toggle(views, one)).toBe(truth.has(one));
          truth.toggle(one);
        }
        expect(contentOf(views)).toEqual(truth.content);
        expect(views.reduce((sum, { size }) => sum + size, 0)).toBe(truth.content.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("store rows that are too long for a short header, when grown, shrunk and compacted", () => {
    const blocks = new Blocks();
    const [plain, wide] = viewsOf(blocks);
    const many = 70_000;
    for (let value = 0; value < many; value++) {
      plain?.add(3, value, []);
      if (value % 7 === 0) wide?.add(3, value, [value + 1, value + 2]);
    }
    const isWhole = () => {
      wide?.seek(3);
      const at = (wide?.start ?? 0) + 100;
      expect([wide?.values[at], wide?.column(0, at), wide?.column(1, at)]).toEqual([700, 701, 702]);
      expect([plain?.length(3), wide?.length(3)]).toEqual([many, many / 7]);
    };
    isWhole();
    blocks.compact(4, true);
    isWhole();
    blocks.open(3);
    expect(blocks.words[blocks.start]).toBeGreaterThanOrEqual(LONG);
    for (let value = 10; value < many; value++) plain?.remove(3, value);
    expect([plain?.length(3), wide?.length(3), plain?.has(3, 9), plain?.has(3, 10)]).toEqual([
      10,
      many / 7,
      true,
      false,
    ]);
  });

  it("have empty rows for nodes that were added after loading", () => {
    const blocks = new Blocks();
    const [view] = loaded(blocks, [{ slot: 0, key: 0, value: 7, first: 0 }]);
    expect(view?.length(0xffff_ffff)).toBe(0);
    expect(view?.has(KEYS, 7)).toBe(false);
    view?.add(KEYS + 5, 7, []);
    expect(view?.has(KEYS + 5, 7)).toBe(true);
    blocks.compact(KEYS + 6, true);
    expect([view?.has(0, 7), view?.has(KEYS + 5, 7)]).toEqual([true, true]);
  });

  it("take little memory besides their values", () => {
    const blocks = new Blocks();
    loaded(blocks, [{ slot: 0, key: 3, value: 1, first: 0 }]);
    // An offset for each node, a header and a value.
    expect(blocks.bytes).toBe(4 * (KEYS + 1) + 8);
  });
});

it("pairs are the same from either side", () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 200 }), (pairs) => {
      const there = new Blocks();
      const back = new Blocks();
      const rows = (blocks: Blocks) => new Adjacency(blocks, blocks.addSlot(0));
      const [bySubject, byObject] = [rows(there), rows(back)];
      const gathered = new Pairs(0);
      for (const { key, value } of pairs) gathered.push(key, value, 0, 0);
      const slots = new Map([[0, runSteps(gathered.sortedInSteps(new Meter(), KEYS, VALUES))]]);
      runSteps(there.loadInSteps(new Meter(), slots, KEYS));
      runSteps(back.loadTurnedInSteps(new Meter(), slots, VALUES));
      const known = new Set(pairs.map(({ key, value }) => `${key} ${value}`));
      for (let key = 0; key < KEYS; key++) {
        for (let value = 0; value < VALUES; value++) {
          const isPair = known.has(`${key} ${value}`);
          expect([bySubject.has(key, value), byObject.has(value, key)]).toEqual([isPair, isPair]);
        }
      }
    }),
  );
});
