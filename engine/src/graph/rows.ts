import { lowerBound, type Numbers, resized } from "./arrays.ts";

/**
 * Memory layout of one node's rows, in sequence by slot:
 *
 *     header | values, ascending | for each column of the slot, a number for each value
 *
 * A header is a slot and a count of values in one word. For larger counts, LONG is set and the next word is the
 * count.
 */
export const LONG = 0x8000_0000;
const COUNT_BITS = 16;
const MAX_SHORT_COUNT = 0xffff;
export const MAX_SLOTS = 0x8000;

/** Slot of a header of either form. */
export function slotOf(header: number): number {
  return (header & ~LONG) >>> COUNT_BITS;
}

/** Count of a header that isn't LONG. */
export function countOf(header: number): number {
  return header & MAX_SHORT_COUNT;
}

/** Words of a header. */
export function headerWords(count: number): number {
  return count > MAX_SHORT_COUNT ? 2 : 1;
}

/** Writes a header and returns the offset of the values. */
export function writeHeader(words: Numbers, at: number, slot: number, count: number): number {
  if (count <= MAX_SHORT_COUNT) {
    words[at] = (slot << COUNT_BITS) | count;
    return at + 1;
  }
  words[at] = LONG | (slot << COUNT_BITS);
  words[at + 1] = count;
  return at + 2;
}

/** Changed rows of one node: a copy with spare capacity. */
export class Block {
  words: Numbers;
  length: number;
  /** Generation of the blocks that it belongs to; a frozen copy may read earlier ones. */
  readonly generation: number;
  /** Number of columns by slot. Shared with the other blocks. */
  private readonly widths: readonly number[];
  private start = 0;
  private end = 0;

  constructor(words: Numbers, start: number, end: number, widths: readonly number[], generation: number) {
    this.generation = generation;
    this.length = end - start;
    this.words = resized(words.subarray(start, end), this.length, this.length + 4);
    this.widths = widths;
  }

  /** Approximate memory, including its map entry. */
  get bytes(): number {
    return this.words.byteLength + 64;
  }

  copy(generation = this.generation): Block {
    return new Block(this.words, 0, this.length, this.widths, generation);
  }

  /** Adds the value to the slot's row, which must not contain it. */
  add(slot: number, value: number, columns: readonly number[]): void {
    const header = this.find(slot);
    const width = this.widths[slot];
    this.reserve(3 + width);
    if (header === this.length || slotOf(this.words[header]) !== slot) {
      this.shift(header, 2 + width);
      this.words.set([value, ...columns.slice(0, width)], writeHeader(this.words, header, slot, 1));
      return;
    }
    const { start, end } = this;
    const at = lowerBound(this.words, start, end, value);
    // The last part first, so that the offsets of earlier parts stay valid.
    for (let part = width; part >= 0; part--) {
      const index = at + part * (end - start);
      this.shift(index, 1);
      this.words[index] = part === 0 ? value : columns[part - 1];
    }
    this.recount(header, slot, end - start + 1);
  }

  /** Removes the value from the slot's row, which must contain it. */
  remove(slot: number, value: number): void {
    const header = this.find(slot);
    const { start, end } = this;
    const width = this.widths[slot];
    if (end - start === 1) {
      this.shift(start + 1 + width, header - (start + 1 + width));
      return;
    }
    const at = lowerBound(this.words, start, end, value);
    for (let part = width; part >= 0; part--) this.shift(at + part * (end - start) + 1, -1);
    this.recount(header, slot, end - start - 1);
  }

  /** Offset of the slot's header, present or not. Sets `start` and `end` of its values. */
  private find(slot: number): number {
    let at = 0;
    while (at < this.length) {
      const header = this.words[at];
      const isLong = header >= LONG;
      this.start = at + (isLong ? 2 : 1);
      this.end = this.start + (isLong ? this.words[at + 1] : countOf(header));
      if (slotOf(header) >= slot) return at;
      at = this.end + (this.end - this.start) * this.widths[slotOf(header)];
    }
    return at;
  }

  /** Moves the words from `at` on. */
  private shift(at: number, by: number): void {
    this.words.copyWithin(at + by, at, this.length);
    this.length += by;
  }

  /** A LONG header stays LONG until the block is compacted. */
  private recount(header: number, slot: number, count: number): void {
    if (this.words[header] >= LONG) this.words[header + 1] = count;
    else {
      if (headerWords(count) > 1) this.shift(header + 1, 1);
      writeHeader(this.words, header, slot, count);
    }
  }

  private reserve(more: number): void {
    if (this.length + more <= this.words.length) return;
    this.words = resized(this.words, this.length, Math.max(this.words.length * 2, this.length + more));
  }
}
