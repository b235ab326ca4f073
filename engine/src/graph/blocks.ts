import { EngineError } from "../errors.ts";
import { COST, type Meter } from "../work/meter.ts";
import { sortInSteps } from "../work/sort.ts";
import { inPasses, type Steps } from "../work/steps.ts";
import { accumulateInSteps, type Numbers, release } from "./arrays.ts";
import type { SortedPairs } from "./pairs.ts";
import { Block, headerWords, MAX_SLOTS, writeHeader } from "./rows.ts";

const NONE: Numbers = new Uint32Array(1);
/** Blocks that may lie in the overlay of a small graph. */
const FEW_PENDING = 1000;

/** What a snapshot keeps: the bulk, without an overlay. */
export interface BlocksParts {
  readonly offsets: Numbers;
  readonly words: Numbers;
}

/**
 * For every node of one type its rows in one direction of tuples: a block of rows, one for each kind of tuple (slot)
 * that the node stands in. Whoever asks several things about one node finds them side by side, which is what makes a
 * check quick: reading memory in many places is what takes time.
 *
 * The bulk lies in two arrays: where each node's block starts, and the blocks (`rows.ts`); 4 bytes a node, 4 a row
 * and 4 a value. Nodes changed since then have a block of their own in an overlay; `compact` folds those back in.
 */
export class Blocks {
  /** The block last asked for with `open`: `words[start..end)`. Another `open` replaces all three. */
  words: Numbers = NONE;
  start = 0;
  end = 0;
  /** By slot: how many columns it has. */
  readonly widths: number[] = [];
  private offsets = NONE;
  private packed = new Uint32Array(0);
  private overlay = new Map<number, Block>();
  private overlayBytes = 0;
  /** Blocks of an earlier generation may be read by a frozen copy, and are copied before they are changed. */
  private generation = 0;
  /** Nobody reads it: what is read must go somewhere, or it would not be read. */
  protected early = 0;

  static from({ offsets, words }: BlocksParts): Blocks {
    const blocks = new Blocks();
    blocks.offsets = offsets;
    blocks.packed = words;
    return blocks;
  }

  /**
   * The rows as they are now, for good: whatever is changed afterwards is changed elsewhere. It takes the time and memory
   * of a list of the nodes that have pending changes. Its slots are added anew, in the same order.
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

  /** A new slot, with so many columns. Throws `invalid_model` where there are more kinds of tuples than any model has. */
  addSlot(width: number): number {
    if (this.widths.length === MAX_SLOTS) {
      throw new EngineError("invalid_model", `A type has tuples of more than ${MAX_SLOTS} kinds.`);
    }
    return this.widths.push(width) - 1;
  }

  /** Points `words`, `start` and `end` at the node's block, empty where there is none. */
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

  /** Has the node's block on its way from memory by the time it is opened, so that other work need not wait for it. */
  prefetch(node: number): void {
    if (node < this.offsets.length) this.early = this.packed[this.offsets[node]] | 0;
  }

  /** The value must not be in the node's row of the slot. */
  add(node: number, slot: number, value: number, columns: readonly number[]): void {
    const block = this.own(node);
    this.overlayBytes -= block.bytes;
    block.add(slot, value, columns);
    this.overlayBytes += block.bytes;
  }

  /** The value must be in the node's row of the slot. */
  remove(node: number, slot: number, value: number): void {
    this.own(node).remove(slot, value);
  }

  /** Remembers the node's block; calling the answer puts it back. */
  save(node: number): () => void {
    const copy = this.overlay.get(node)?.copy();
    return () => this.put(node, copy);
  }

  /** Replaces everything with these pairs, by slot: each value in the row of its key. Linear in their number and the nodes'. */
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

  /** As `load`, from the other side: each key in the row of its value, without columns. */
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
      // They come sorted by key, so each row is sorted too.
      yield* inPasses(meter, keys.length, COST.number, (from, to) => {
        for (let i = from; i < to; i++) words[next[values[i]]++] = keys[i];
      });
    }
    release(next);
    this.replace(offsets, words);
  }

  /**
   * Folds the overlay into the bulk; or, unless `always`, only once it has more than an eighth of the blocks.
   * `nodeCount` is how many nodes there can be now.
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

  /** Where each node's block starts once all is folded in, and where the last one ends. Nothing may change meanwhile. */
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

  /** The blocks one after the other, as they would lie in the bulk if all were folded in: in parts of it, or one by one. */
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

  /** The bulk; `compact` comes first. */
  get parts(): BlocksParts {
    return { offsets: this.offsets, words: this.packed };
  }

  get bytes(): number {
    return this.offsets.byteLength + this.packed.byteLength + this.overlayBytes;
  }

  /** Puts a block into the overlay in place of what is there, or nothing. */
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

  /** Where a node's block starts in the bulk; its end for nodes that came later. */
  private startOf(node: number): number {
    return this.offsets[Math.min(node, this.offsets.length - 1)];
  }

  /** The node's block in the overlay, copied there on its first change. */
  private own(node: number): Block {
    const found = this.overlay.get(node);
    if (found?.generation === this.generation) return found;
    this.open(node);
    const block = new Block(this.words, this.start, this.end, this.widths, this.generation);
    this.put(node, block);
    return block;
  }
}

/** Room for blocks as long as `lengths` says at each node's place plus 1, and where each starts; so does `lengths` then. */
function* spaceFor(meter: Meter, lengths: Numbers): Steps<{ words: Numbers; next: Numbers }> {
  yield* accumulateInSteps(meter, lengths);
  return { words: new Uint32Array(lengths[lengths.length - 1]), next: lengths.slice() };
}

/** Calls with every run of equal keys. */
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

/** Calls with every number that is among the values, and how often. The counts are zeros before and after. */
function* eachCounted(
  meter: Meter,
  values: Numbers,
  counts: Numbers,
  see: (value: number, count: number) => void,
): Steps<void> {
  if (values.length * 8 < counts.length) {
    // There may be many slots with a few tuples each.
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
