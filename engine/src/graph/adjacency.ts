import { doubled, lowerBound, type Numbers, resized } from "./arrays.ts";

const EMPTY: Numbers = new Uint32Array(0);
const NO_OFFSETS: Numbers = new Uint32Array(1);

/** A sorted set of numbers that can grow, with further numbers beside each in parallel columns. */
interface Row {
  values: Numbers;
  readonly columns: Numbers[];
  length: number;
}

/** Pairs to be loaded, in any order; the columns run parallel to them. */
export interface Pairs {
  readonly keys: Numbers;
  readonly values: Numbers;
  readonly columns: readonly Numbers[];
  readonly count: number;
}

/** What a snapshot keeps of an adjacency: the bulk, without an overlay. */
export interface AdjacencyParts {
  /** The keys that have a row, in order, where most have none; otherwise undefined, and every key has one. */
  readonly keys: Numbers | undefined;
  readonly offsets: Numbers;
  readonly values: Numbers;
  readonly columns: readonly Numbers[];
}

/**
 * For every key a sorted set of values, both node numbers: one direction of one kind of edge. Each pair may
 * carry further numbers in columns.
 *
 * The bulk lies in typed arrays: where each key's values start, and the values; 4 bytes a value and 4 a key,
 * or, where most keys have no row, 8 a key that has one. Keys changed since then have a row of their own in an
 * overlay; `compact` folds those back in.
 */
export class Adjacency {
  /** The row last asked for with `seek`: `values[start..end)`. Copy them before seeking again. */
  values: Numbers = EMPTY;
  columns: readonly Numbers[] = [];
  start = 0;
  end = 0;
  /** How many values there are over all keys. */
  size = 0;

  private readonly width: number;
  private keys: Numbers | undefined;
  private offsets = NO_OFFSETS;
  private base = EMPTY;
  private baseColumns: readonly Numbers[] = [];
  private readonly overlay = new Map<number, Row>();

  /** `width` is how many columns each pair has. */
  constructor(width = 0) {
    this.width = width;
  }

  static from(parts: AdjacencyParts): Adjacency {
    const adjacency = new Adjacency(parts.columns.length);
    adjacency.restore(parts);
    return adjacency;
  }

  /** Replaces everything with these pairs; of pairs that repeat, the last stays. Linear in their number and the keys'. */
  load(pairs: Pairs, keyCount: number, valueCount: number): void {
    const order = sortedOrder(pairs, keyCount, valueCount);
    const distinct = withoutRepeats(order, pairs);
    const pick = (from: Numbers) => distinct.map((i) => from[i]);
    const keys = pick(pairs.keys);
    this.overlay.clear();
    this.size = distinct.length;
    this.base = pick(pairs.values);
    this.baseColumns = pairs.columns.map(pick);
    this.index(keys, keyCount);
  }

  /** Points `values`, `columns`, `start` and `end` at the row of `key`, empty where there is none. */
  seek(key: number): void {
    if (this.overlay.size > 0) {
      const row = this.overlay.get(key);
      if (row !== undefined) {
        this.values = row.values;
        this.columns = row.columns;
        this.start = 0;
        this.end = row.length;
        return;
      }
    }
    this.values = this.base;
    this.columns = this.baseColumns;
    const at = this.keys === undefined ? key : this.placeOf(key, this.keys);
    const known = at < this.offsets.length - 1;
    this.start = known ? this.offsets[at] : 0;
    this.end = known ? this.offsets[at + 1] : 0;
  }

  has(key: number, value: number): boolean {
    return this.find(key, value) >= 0;
  }

  /** Seeks the key's row and answers where the value stands in it, -1 where it does not. */
  find(key: number, value: number): number {
    this.seek(key);
    const at = lowerBound(this.values, this.start, this.end, value);
    return at < this.end && this.values[at] === value ? at : -1;
  }

  /** Adds the pair; it must not be there. */
  add(key: number, value: number, ...columns: number[]): void {
    const row = this.own(key);
    const at = lowerBound(row.values, 0, row.length, value);
    if (row.length === row.values.length) grow(row);
    insert(row.values, at, row.length, value);
    for (let c = 0; c < this.width; c++) insert(row.columns[c], at, row.length, columns[c]);
    row.length++;
    this.size++;
  }

  /** Removes the pair; it must be there. */
  remove(key: number, value: number): void {
    const row = this.own(key);
    const at = lowerBound(row.values, 0, row.length, value);
    for (const array of [row.values, ...row.columns]) array.copyWithin(at, at + 1, row.length);
    row.length--;
    this.size--;
  }

  /** How many rows lie in the overlay. */
  get pending(): number {
    return this.overlay.size;
  }

  /** Remembers the key's row; calling the answer puts it back, and the size with it. */
  save(key: number): () => void {
    const { size } = this;
    const row = this.overlay.get(key);
    const copy = row && copyOf(row);
    return () => {
      this.size = size;
      if (copy === undefined) this.overlay.delete(key);
      else this.overlay.set(key, copy);
    };
  }

  /** Folds the overlay into the bulk. `keyCount` is how many keys there can be now. */
  compact(keyCount: number): void {
    if (this.overlay.size === 0) return;
    const keys = new Uint32Array(this.size);
    const base = new Uint32Array(this.size);
    const columns = this.baseColumnsOf(this.size);
    let at = 0;
    for (const key of this.keysWithRows(keyCount)) {
      this.seek(key);
      base.set(this.values.subarray(this.start, this.end), at);
      for (let c = 0; c < this.width; c++) columns[c].set(this.columns[c].subarray(this.start, this.end), at);
      keys.fill(key, at, at + this.end - this.start);
      at += this.end - this.start;
    }
    this.overlay.clear();
    this.base = base;
    this.baseColumns = columns;
    this.index(keys, keyCount);
  }

  /** Every key that has a row, in order. Do not change anything while iterating. */
  *keysWithRows(keyCount: number): Generator<number> {
    if (this.keys === undefined) {
      for (let key = 0; key < keyCount; key++) if (this.length(key) > 0) yield key;
      return;
    }
    const keys = this.overlay.size === 0 ? this.keys : Uint32Array.from([...this.keys, ...this.overlay.keys()]).sort();
    let last = -1;
    for (const key of keys) {
      if (key !== last && this.length(key) > 0) yield key;
      last = key;
    }
  }

  length(key: number): number {
    this.seek(key);
    return this.end - this.start;
  }

  /** The bulk; `compact` comes first. */
  get parts(): AdjacencyParts {
    return { keys: this.keys, offsets: this.offsets, values: this.base, columns: this.baseColumns };
  }

  get bytes(): number {
    let bytes = this.offsets.byteLength + this.base.byteLength + (this.keys?.byteLength ?? 0);
    for (const column of this.baseColumns) bytes += column.byteLength;
    for (const row of this.overlay.values()) bytes += row.values.byteLength * (1 + this.width) + 64;
    return bytes;
  }

  private restore({ keys, offsets, values, columns }: AdjacencyParts): void {
    this.keys = keys;
    this.offsets = offsets;
    this.base = values;
    this.baseColumns = columns;
    this.size = values.length;
  }

  /** Makes the offsets from each value's key, in order: for all keys, or only for those that have a row. */
  private index(keys: Numbers, keyCount: number): void {
    let distinct = 0;
    for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) distinct++;
    const dense = distinct * 2 >= keyCount;
    this.offsets = new Uint32Array((dense ? keyCount : distinct) + 1);
    this.keys = dense ? undefined : new Uint32Array(distinct);
    let place = -1;
    for (let i = 0; i < keys.length; i++) {
      if (dense) place = keys[i];
      else if (i === 0 || keys[i] !== keys[i - 1]) place++;
      if (this.keys !== undefined) this.keys[place] = keys[i];
      this.offsets[place + 1]++;
    }
    for (let i = 1; i < this.offsets.length; i++) this.offsets[i] += this.offsets[i - 1];
  }

  private placeOf(key: number, keys: Numbers): number {
    const at = lowerBound(keys, 0, keys.length, key);
    return keys[at] === key ? at : keys.length;
  }

  private baseColumnsOf(length: number): Numbers[] {
    return Array.from({ length: this.width }, () => new Uint32Array(length));
  }

  /** The row of `key` in the overlay, copied there on its first change. */
  private own(key: number): Row {
    const found = this.overlay.get(key);
    if (found !== undefined) return found;
    this.seek(key);
    const { start, end } = this;
    const copy = (array: Numbers) => resized(array.subarray(start, end), end - start, end - start + 4);
    const row = { values: copy(this.values), columns: this.columns.map(copy), length: end - start };
    // A key without a row has no columns to copy.
    while (row.columns.length < this.width) row.columns.push(new Uint32Array(row.values.length));
    this.overlay.set(key, row);
    return row;
  }
}

function grow(row: Row): void {
  row.values = doubled(row.values);
  for (let c = 0; c < row.columns.length; c++) row.columns[c] = doubled(row.columns[c]);
}

function copyOf(row: Row): Row {
  return { values: row.values.slice(), columns: row.columns.map((column) => column.slice()), length: row.length };
}

function insert(array: Numbers, at: number, length: number, value: number): void {
  array.copyWithin(at + 1, at, length);
  array[at] = value;
}

/** The pairs' places ordered by key, then value, then place: two counting sorts, or one comparing sort for few. */
function sortedOrder({ keys, values, count }: Pairs, keyCount: number, valueCount: number): Numbers {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  if (count * 8 < keyCount + valueCount)
    return order.sort((a, b) => keys[a] - keys[b] || values[a] - values[b] || a - b);
  return countingSort(countingSort(order, values, valueCount), keys, keyCount);
}

/** Stable. */
function countingSort(order: Numbers, by: Numbers, range: number): Numbers {
  const next = new Uint32Array(range + 1);
  for (const i of order) next[by[i] + 1]++;
  for (let i = 1; i <= range; i++) next[i] += next[i - 1];
  const sorted = new Uint32Array(order.length);
  for (const i of order) sorted[next[by[i]]++] = i;
  return sorted;
}

/** Of places that hold the same pair, keeps the last. */
function withoutRepeats(order: Numbers, { keys, values }: Pairs): Numbers {
  let kept = 0;
  for (let i = 0; i < order.length; i++) {
    const next = order[i + 1];
    const repeats = i + 1 < order.length && keys[next] === keys[order[i]] && values[next] === values[order[i]];
    if (!repeats) order[kept++] = order[i];
  }
  return order.slice(0, kept);
}
