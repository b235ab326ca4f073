import { MAX_ID_BYTES } from "../tuple.ts";
import { doubled, type Numbers } from "./arrays.ts";

/** What `indexOf` answers for an id it has never seen. */
export const UNKNOWN = 0xffff_ffff;

const encoder = new TextEncoder();
// A byte order mark at the start of an id is part of it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** One id's bytes while it is looked up. The engine is synchronous, so one buffer serves every dictionary. */
const scratch = new Uint8Array(4 * MAX_ID_BYTES);

/** What a snapshot keeps of a dictionary. */
export interface DictionaryParts {
  readonly seed: number;
  readonly pool: Uint8Array<ArrayBuffer>;
  readonly ends: Numbers;
  readonly table: Numbers;
}

/**
 * The ids of one object type, numbered densely from 0.
 *
 * Ids lie back to back as UTF-8 in one pool, found through an open-addressing table: about 32 bytes an
 * id of 20 characters, against well over 100 for a `Map<string, number>`.
 */
export class Dictionary {
  size = 0;
  private pool = new Uint8Array(256);
  /** `ends[i]` is where id `i` ends in the pool; it starts where the one before it ends. */
  private ends: Numbers = new Uint32Array(16);
  /** Index + 1 of the id in that place, 0 where none is. The length is a power of two, at most two thirds full. */
  private table: Numbers = new Uint32Array(32);
  /** Differs per dictionary, so that nobody can choose ids that all fall into one place of the table. */
  private seed = (Math.random() * 0x1_0000_0000) >>> 0;

  static from({ seed, pool, ends, table }: DictionaryParts): Dictionary {
    const dictionary = new Dictionary();
    dictionary.size = ends.length;
    dictionary.pool = pool;
    dictionary.ends = ends;
    dictionary.table = table;
    dictionary.seed = seed;
    return dictionary;
  }

  /** The number of the id that stands in the text from `start` to `end`, or `UNKNOWN`. */
  indexOf(text: string, start = 0, end = text.length): number {
    return this.lookUp(scratch, 0, write(text, start, end));
  }

  /** The id's number, given to it now if it has none yet. */
  intern(id: string): number {
    return this.internBytes(scratch, 0, write(id, 0, id.length));
  }

  /** As `intern`, of an id that lies as UTF-8 in `bytes`. */
  internBytes(bytes: Uint8Array, start: number, end: number): number {
    const found = this.lookUp(bytes, start, end);
    return found === UNKNOWN ? this.append(bytes, start, end) : found;
  }

  id(index: number): string {
    return decoder.decode(this.pool.subarray(this.start(index), this.ends[index]));
  }

  /** Orders two ids by their bytes. */
  compare(a: number, b: number): number {
    const pool = this.pool;
    let i = this.start(a);
    let j = this.start(b);
    const iEnd = this.ends[a];
    const jEnd = this.ends[b];
    for (; i < iEnd && j < jEnd; i++, j++) {
      if (pool[i] !== pool[j]) return pool[i] - pool[j];
    }
    return iEnd - i - (jEnd - j);
  }

  /** For each of our ids its number in the other dictionary, or `UNKNOWN`. */
  numbersIn(other: Dictionary): Numbers {
    const numbers = new Uint32Array(this.size);
    for (let i = 0; i < this.size; i++) numbers[i] = other.lookUp(this.pool, this.start(i), this.ends[i]);
    return numbers;
  }

  /** Forgets the ids that came last, down to `size` of them. */
  truncate(size: number): void {
    // Latest first: an id never lies behind a place that was taken after it.
    while (this.size > size) this.table[this.placeOf(--this.size)] = 0;
  }

  get parts(): DictionaryParts {
    const end = this.size === 0 ? 0 : this.ends[this.size - 1];
    return {
      seed: this.seed,
      pool: this.pool.slice(0, end),
      ends: this.ends.slice(0, this.size),
      table: this.table,
    };
  }

  /** Bytes held, for budgets and statistics. */
  get bytes(): number {
    return this.pool.byteLength + this.ends.byteLength + this.table.byteLength;
  }

  private start(index: number): number {
    return index === 0 ? 0 : this.ends[index - 1];
  }

  private lookUp(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.table.length - 1;
    for (let slot = hash(this.seed, bytes, start, end) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.table[slot];
      if (entry === 0) return UNKNOWN;
      if (this.holds(entry - 1, bytes, start, end)) return entry - 1;
    }
  }

  private holds(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.start(index);
    if (this.ends[index] - own !== end - start) return false;
    for (let i = start; i < end; i++) if (this.pool[own + i - start] !== bytes[i]) return false;
    return true;
  }

  private append(bytes: Uint8Array, start: number, end: number): number {
    const index = this.size;
    const own = this.start(index);
    const length = end - start;
    if (own + length > this.pool.length) this.pool = grown(this.pool, own + length);
    if (index === this.ends.length) this.ends = doubled(this.ends);
    this.pool.set(bytes.subarray(start, end), own);
    this.ends[index] = own + length;
    this.size++;
    if (this.size * 3 > this.table.length * 2) this.rehash(this.table.length * 2);
    else this.table[this.freePlace(index)] = index + 1;
    return index;
  }

  private rehash(slots: number): void {
    this.table = new Uint32Array(slots);
    for (let index = 0; index < this.size; index++) this.table[this.freePlace(index)] = index + 1;
  }

  private freePlace(index: number): number {
    const mask = this.table.length - 1;
    let slot = hash(this.seed, this.pool, this.start(index), this.ends[index]) & mask;
    while (this.table[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  private placeOf(index: number): number {
    const mask = this.table.length - 1;
    let slot = hash(this.seed, this.pool, this.start(index), this.ends[index]) & mask;
    while (this.table[slot] !== index + 1) slot = (slot + 1) & mask;
    return slot;
  }
}

/** Puts the text's UTF-8 into `scratch` and answers its length. */
function write(text: string, start: number, end: number): number {
  if (end - start > scratch.length) return writeUnicode(text.slice(start, end));
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return writeUnicode(text.slice(start, end));
    scratch[i - start] = unit;
  }
  return end - start;
}

/** The slow way. An id that does not fit is longer than any id that was ever accepted, so it is cut: no match. */
function writeUnicode(id: string): number {
  return encoder.encodeInto(id, scratch).written;
}

/** FNV-1a over bytes, then mixed so that the low bits depend on all of them. */
function hash(seed: number, bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 1;
}

function grown(pool: Uint8Array, atLeast: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(pool.length * 2, atLeast));
  larger.set(pool);
  return larger;
}
