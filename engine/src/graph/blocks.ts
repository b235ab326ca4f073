import { EngineError } from "../errors.ts";
import { COST, type Meter } from "../work/meter.ts";
import { sortInSteps } from "../work/sort.ts";
import { inPasses, type Steps } from "../work/steps.ts";
import { accumulateInSteps, type Numbers, release } from "./arrays.ts";
import type { SortedPairs } from "./pairs.ts";
import { Block, headerWords, MAX_SLOTS, writeHeader } from "./rows.ts";

const NONE: Numbers = new Uint32Array(1);
/** Overlay blocks of a small graph before it is compacted. */
const FEW_PENDING = 1000;

/** Packed arrays, as a snapshot stores them. */
export interface BlocksParts {
  readonly offsets: Numbers;
  readonly words: Numbers;
}

/**
 * Rows of every node of one type, in one direction of tuples. A node's block has one row for each kind of tuple
 * (slot) that the node occurs in. Rows of one node lie side by side, because scattered memory reads dominate the
 * time of a check.
 *
 * Packed data are two arrays: the offset of each node's block, and the blocks (`rows.ts`). They take 4 bytes a node,
 * 4 a row and 4 a value. Nodes changed since then have a block of their own in an overlay; `compact` merges it into
 * the packed arrays.
 */
export class Blocks {
  /** Block of the last `open`: `words[start..end)`. The next `open` replaces all three. */
  words: Numbers = NONE;
  start = 0;
  end = 0;
  /** Number of columns by slot. */
  readonly widths: number[] = [];
  private offsets = NONE;
  private packed = new Uint32Array(0);
  private overlay = new Map<number, Block>();
  private overlayBytes = 0;
  /** Blocks of an earlier generation may be read by a frozen copy, and are copied before a change. */
  private generation = 0;
  /** Target of the read in `prefetch`; without one the read would be optimised away. */
  protected early = 0;

  static from({ offsets, words }: BlocksParts): Blocks {
    const blocks = new Blocks();
    blocks.offsets = offsets;
    blocks.packed = words;
    return blocks;
  }

  /**
   * Frozen copy of the rows: later changes don't affect it. Costs as much as a list of the nodes with pending
   * changes. Its slots are added again, in the same order.
   */
  frozen(): Blocks {
    const copy = new Blocks();
    copy.offsets = this.offsets;
    copy.packed = this.packed;
    copy.overlay = new Map(this.overlay);
    copy.overlayBytes = this.overlayBytes;
    this.generation++;
    copy.generation = this.generation;
    return copy;
  }

  /** Adds a slot with `width` columns. Throws `invalid_model` if a type has more than `MAX_SLOTS` kinds of tuples. */
  addSlot(width: number): number {
    if (this.widths.length === MAX_SLOTS) {
      throw new EngineError("invalid_model", `A type has tuples of more than ${MAX_SLOTS} kinds.`);
    }
    return this.widths.push(width) - 1;
  }

  /** Points `words`, `start` and `end` at the node's block; the block is empty if there is none. */
  open(node: number): void {
    if (this.overlay.size > 0) {
      const block = this.overlay.get(node);
      if (block !== undefined) {
        this.words = block.words;
        this.start = 0;
        this.end = block.length;
        return;
      }
    }
    this.words = this.packed;
    const known = node < this.offsets.length - 1;
    this.start = known ? this.offsets[node] : 0;
    this.end = known ? this.offsets[node + 1] : 0;
  }

  /** Prefetches the node's block, so that other work needn't wait for memory. */
  prefetch(node: number): void {
    if (node < this.offsets.length) this.early = this.packed[this.offsets[node]] | 0;
  }

  /** Adds the value to the node's row of the slot, which must not contain it. */
  add(node: number, slot: number, value: number, columns: readonly number[]): void {
    const block = this.own(node);
    this.overlayBytes -= block.bytes;
    block.add(slot, value, columns);
    this.overlayBytes += block.bytes;
  }

  /** Removes the value from the node's row of the slot, which must contain it. */
  remove(node: number, slot: number, value: number): void {
    this.own(node).remove(slot, value);
  }

  /** Saves the node's block; the returned function restores it. */
  save(node: number): () => void {
    const copy = this.overlay.get(node)?.copy();
    return () => this.put(node, copy);
  }

  /**
   * Replaces everything with these pairs, by slot: each value in the row of its key. Linear in the number of pairs
   * and nodes.
   */
  *loadInSteps(meter: Meter, slots: ReadonlyMap<number, SortedPairs>, nodeCount: number): Steps<void> {
    const offsets = new Uint32Array(nodeCount + 1);
    for (const { keys, columns } of slots.values()) {
      yield* eachRun(meter, keys, (key, start, end) => {
        offsets[key + 1] += headerWords(end - start) + (end - start) * (1 + columns.length);
      });
    }
    const { words, next } = yield* spaceFor(meter, offsets);
    for (const [slot, { keys, values, columns }] of bySlot(slots)) {
      const parts = [values, ...columns];
      yield* eachRun(meter, keys, (key, start, end) => {
        let at = writeHeader(words, next[key], slot, end - start);
        for (const part of parts) {
          words.set(part.subarray(start, end), at);
          at += end - start;
        }
        next[key] = at;
      });
    }
    release(next);
    this.replace(offsets, words);
  }

  /** As `loadInSteps`, transposed: each key in the row of its value, without columns. */
  *loadTurnedInSteps(meter: Meter, slots: ReadonlyMap<number, SortedPairs>, nodeCount: number): Steps<void> {
    const offsets = new Uint32Array(nodeCount + 1);
    const counts = new Uint32Array(nodeCount);
    for (const { values } of slots.values()) {
      yield* eachCounted(meter, values, counts, (node, count) => {
        offsets[node + 1] += headerWords(count) + count;
      });
    }
    const { words, next } = yield* spaceFor(meter, offsets);
    for (const [slot, { keys, values }] of bySlot(slots)) {
      yield* eachCounted(meter, values, counts, (node, count) => {
        next[node] = writeHeader(words, next[node], slot, count);
      });
      // The pairs are sorted by key, so each row is sorted too.
      yield* inPasses(meter, keys.length, COST.number, (from, to) => {
        for (let i = from; i < to; i++) words[next[values[i]]++] = keys[i];
      });
    }
    release(next);
    this.replace(offsets, words);
  }

  /**
   * Compacts: merges the overlay into the packed arrays. Unless `always`, only if it has more than an eighth of the
   * blocks. `nodeCount` is the current number of nodes.
   */
  compact(nodeCount: number, always: boolean): void {
    if (this.overlay.size <= (always ? 0 : Math.max(FEW_PENDING, nodeCount / 8))) return;
    const offsets = new Uint32Array(nodeCount + 1);
    for (let node = 0; node < nodeCount; node++) {
      this.open(node);
      offsets[node + 1] = offsets[node] + this.end - this.start;
    }
    const words = new Uint32Array(offsets[nodeCount]);
    let at = 0;
    for (const run of this.runs(nodeCount)) {
      words.set(run, at);
      at += run.length;
    }
    this.replace(offsets, words);
  }

  /** Offsets of the blocks after a compaction, and the end of the last one. Nothing may change meanwhile. */
  *offsetsInSteps(meter: Meter, nodeCount: number): Steps<Numbers> {
    if (this.overlay.size === 0 && this.offsets.length === nodeCount + 1) return this.offsets;
    const offsets = new Uint32Array(nodeCount + 1);
    for (let node = 0; node < nodeCount; node++) {
      this.open(node);
      offsets[node + 1] = offsets[node] + this.end - this.start;
      meter.work += COST.row;
      if (meter.isDue) yield;
    }
    return offsets;
  }

  /** Blocks in the order of a compaction: packed ranges and overlay blocks. */
  *runs(nodeCount: number): Generator<Numbers, void> {
    let from = 0;
    for (const node of [...this.overlay.keys(), nodeCount].sort((a, b) => a - b)) {
      yield this.packed.subarray(this.startOf(from), this.startOf(node));
      if (node === nodeCount) return;
      this.open(node);
      yield this.words.subarray(this.start, this.end);
      from = node + 1;
    }
  }

  /** Packed arrays. Call `compact` first. */
  get parts(): BlocksParts {
    return { offsets: this.offsets, words: this.packed };
  }

  get bytes(): number {
    return this.offsets.byteLength + this.packed.byteLength + this.overlayBytes;
  }

  /** Sets or removes a node's overlay block. */
  private put(node: number, block: Block | undefined): void {
    this.overlayBytes += (block?.bytes ?? 0) - (this.overlay.get(node)?.bytes ?? 0);
    if (block === undefined) this.overlay.delete(node);
    else this.overlay.set(node, block);
  }

  private clearOverlay(): void {
    this.overlay = new Map();
    this.overlayBytes = 0;
  }

  private replace(offsets: Numbers, words: Numbers): void {
    this.clearOverlay();
    this.offsets = offsets;
    this.packed = words;
  }

  /** Packed offset of a node's block; the end for nodes added later. */
  private startOf(node: number): number {
    return this.offsets[Math.min(node, this.offsets.length - 1)];
  }

  /** Overlay block of the node, copied on its first change. */
  private own(node: number): Block {
    const found = this.overlay.get(node);
    if (found?.generation === this.generation) return found;
    this.open(node);
    const block = new Block(this.words, this.start, this.end, this.widths, this.generation);
    this.put(node, block);
    return block;
  }
}

/**
 * Allocates blocks with the length that `lengths` has at each node's index plus 1, and turns `lengths` into offsets.
 */
function* spaceFor(meter: Meter, lengths: Numbers): Steps<{ words: Numbers; next: Numbers }> {
  yield* accumulateInSteps(meter, lengths);
  return { words: new Uint32Array(lengths[lengths.length - 1]), next: lengths.slice() };
}

/** Calls `see` for every run of equal keys. */
function* eachRun(meter: Meter, keys: Numbers, see: (key: number, start: number, end: number) => void): Steps<void> {
  for (let start = 0, end = 0; start < keys.length; start = end) {
    while (end < keys.length && keys[end] === keys[start]) end++;
    see(keys[start], start, end);
    meter.work += COST.row + (end - start) * COST.number;
    if (meter.isDue) yield;
  }
}

function bySlot(slots: ReadonlyMap<number, SortedPairs>): [slot: number, pairs: SortedPairs][] {
  return [...slots].sort(([a], [b]) => a - b);
}

/** Calls `see` for every distinct value with its count. `counts` is all zeros before and after. */
function* eachCounted(
  meter: Meter,
  values: Numbers,
  counts: Numbers,
  see: (value: number, count: number) => void,
): Steps<void> {
  if (values.length * 8 < counts.length) {
    // Sorting is cheaper for many slots with few tuples each.
    const sorted = values.slice();
    yield* sortInSteps(meter, sorted, (a, b) => a - b);
    yield* eachRun(meter, sorted, (value, start, end) => see(value, end - start));
    return;
  }
  yield* inPasses(meter, values.length, COST.number, (from, to) => {
    for (let i = from; i < to; i++) counts[values[i]]++;
  });
  yield* inPasses(meter, counts.length, COST.number, (from, to) => {
    for (let value = from; value < to; value++) {
      if (counts[value] === 0) continue;
      see(value, counts[value]);
      counts[value] = 0;
    }
  });
}
