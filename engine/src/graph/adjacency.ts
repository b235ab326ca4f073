import { lowerBound, type Numbers } from "./arrays.ts";
import type { Blocks } from "./blocks.ts";
import { countOf, LONG, slotOf } from "./rows.ts";

const EMPTY: Numbers = new Uint32Array(0);

/**
 * Sorted sets of values by key, both node numbers: one kind of tuple, seen from one side. Each pair may have further
 * numbers in columns. A view of one slot of the blocks of a type's nodes.
 */
export class Adjacency {
  /** Row of the last `seek`: `values[start..end)`. Copy the values before the next one. */
  values: Numbers = EMPTY;
  start = 0;
  end = 0;
  /** Number of values of all keys. */
  size = 0;
  readonly blocks: Blocks;
  readonly slot: number;

  constructor(blocks: Blocks, slot: number) {
    this.blocks = blocks;
    this.slot = slot;
  }

  /** Points `values`, `start` and `end` at the row of `key`; the row is empty if there is none. */
  seek(key: number): void {
    const { blocks, slot } = this;
    blocks.open(key);
    const { words, end } = blocks;
    for (let at = blocks.start; at < end; ) {
      const header = words[at++];
      const count = header < LONG ? countOf(header) : words[at++];
      const found = slotOf(header);
      if (found === slot) {
        this.values = words;
        this.start = at;
        this.end = at + count;
        return;
      }
      if (found > slot) break;
      at += count * (1 + blocks.widths[found]);
    }
    this.start = 0;
    this.end = 0;
  }

  has(key: number, value: number): boolean {
    return this.find(key, value) >= 0;
  }

  /** Seeks the key's row and returns the index of the value in it, or -1. */
  find(key: number, value: number): number {
    this.seek(key);
    const at = lowerBound(this.values, this.start, this.end, value);
    return at < this.end && this.values[at] === value ? at : -1;
  }

  /** Number in the column for the value at `index` of the last row. */
  column(column: number, index: number): number {
    return this.values[index + (column + 1) * (this.end - this.start)];
  }

  /** Adds the pair, which must be absent. */
  add(key: number, value: number, columns: readonly number[]): void {
    this.blocks.add(key, this.slot, value, columns);
    this.size++;
  }

  /** Removes the pair, which must be present. */
  remove(key: number, value: number): void {
    this.blocks.remove(key, this.slot, value);
    this.size--;
  }

  /** Iterates over the keys that have a row, in order. Don't change anything meanwhile. */
  *keysWithRows(keyCount: number): Generator<number> {
    if (this.size === 0) return;
    for (let key = 0; key < keyCount; key++) if (this.length(key) > 0) yield key;
  }

  length(key: number): number {
    this.seek(key);
    return this.end - this.start;
  }
}
