import { type Numbers, refitted, release, resized } from "./arrays.ts";
import { hash, SECOND, stage, stageBytes, staged, stagedHash, stagedWords } from "./staging.ts";

/** What `indexOf` answers for an id it has never seen. */
export const UNKNOWN = 0xffff_ffff;

// A byte order mark at the start of an id is part of it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const FIRST_SLOTS = 32;
const FIRST_BITS = 8;

/** Where the ids of texts such as `user:anne` are looked up, and where in the text they start. */
export interface IdSource {
  readonly dictionary: Dictionary;
  readonly idStart: number;
}

/** What a snapshot keeps of a dictionary. */
export interface DictionaryParts {
  readonly seed: number;
  readonly bits: number;
  readonly pool: Numbers;
  readonly starts: Numbers;
  readonly table: Numbers;
}

/**
 * The ids of one object type, numbered densely from 0.
 *
 * Ids lie one after the other in a pool, each behind its number and zero-terminated, and are found through an
 * open-addressing table: about 36 bytes an id of 20 characters, against well over 100 for a `Map<string, number>`.
 * A look-up reads the table and the pool in one place each, which is what takes its time.
 */
export class Dictionary {
  size = 0;
  /** A power of two long, unless it came from a snapshot. */
  private pool: Numbers = new Uint32Array(1 << FIRST_BITS);
  private poolEnd = 0;
  /** By number: where the id's entry starts in the pool. */
  private starts: Numbers = new Uint32Array(16);
  /** How many bits it takes to say where in the pool an entry starts. */
  private bits = FIRST_BITS;
  /**
   * Where an entry starts, plus 1; 0 for a free place. The bits above have a tag, which is part of the id's hash, so
   * that other ids are seldom looked at. The length is a power of two, at most three quarters full.
   */
  private table: Numbers = new Uint32Array(FIRST_SLOTS);
  /** Differs per dictionary, so that nobody can choose ids that all fall into one place of the table. */
  private seed = (Math.random() * 0x1_0000_0000) | 0;
  /** Whether a frozen copy reads the same arrays: then they may be added to, but not be given back. */
  private isShared = false;
  private isFrozen = false;

  static from({ seed, bits, pool, starts, table }: DictionaryParts): Dictionary {
    const dictionary = new Dictionary();
    dictionary.size = starts.length;
    dictionary.pool = pool;
    dictionary.poolEnd = pool.length;
    dictionary.starts = starts;
    dictionary.bits = bits;
    dictionary.table = table;
    dictionary.seed = seed;
    return dictionary;
  }

  /** The ids as they are now, for good; it takes no memory of its own. */
  frozen(): Dictionary {
    const copy = Dictionary.from(this.parts);
    copy.isFrozen = true;
    this.isShared = true;
    return copy;
  }

  /** The number of the id that stands in the text from `start` on, or `UNKNOWN`. */
  indexOf(text: string, start = 0): number {
    stage(text, start, 0, this.seed);
    return stagedWords === 0 ? UNKNOWN : this.lookUp(0, stagedWords, stagedHash);
  }

  /**
   * Looks up the ids in two texts, and puts their numbers, or `UNKNOWN`, into `into`. Memory is read for both before
   * either is waited for: on a large graph, waiting is most of the work.
   */
  static lookUpBoth(a: IdSource, textA: string, b: IdSource, textB: string, into: { a: number; b: number }): void {
    into.a = UNKNOWN;
    into.b = UNKNOWN;
    const first = a.dictionary;
    const second = b.dictionary;
    stage(textA, a.idStart, 0, first.seed);
    const wordsA = stagedWords;
    const hashA = stagedHash;
    stage(textB, b.idStart, SECOND, second.seed);
    const wordsB = stagedWords;
    const hashB = stagedHash;
    if (wordsA === 0 || wordsB === 0) return;
    const startA = first.probe(hashA);
    const startB = second.probe(hashB);
    const numberA = first.pool[Math.max(startA, 1) - 1];
    const numberB = second.pool[Math.max(startB, 1) - 1];
    const isA = startA > 0 && numberA < first.size && first.holds(startA, 0, wordsA);
    const isB = startB > 0 && numberB < second.size && second.holds(startB, SECOND, wordsB);
    into.a = isA ? numberA : first.lookUp(0, wordsA, hashA);
    into.b = isB ? numberB : second.lookUp(SECOND, wordsB, hashB);
  }

  /** The id's number, given to it now if it has none yet. Throws a `RangeError` for what cannot be an id. */
  intern(id: string): number {
    stage(id, 0, 0, this.seed);
    if (stagedWords === 0) throw new RangeError("An id that is too long, or has a zero in it.");
    return this.internStaged(stagedWords, stagedHash);
  }

  /** As `intern`, of an id that lies as UTF-8 in `bytes`. */
  internBytes(bytes: Uint8Array, start: number, end: number): number {
    stageBytes(bytes, start, end, this.seed);
    return this.internStaged(stagedWords, stagedHash);
  }

  id(index: number): string {
    const start = this.starts[index] + 1;
    const end = index + 1 < this.size ? this.starts[index + 1] : this.poolEnd;
    const bytes = new Uint8Array(this.pool.buffer, this.pool.byteOffset + 4 * start, 4 * (end - start));
    return decoder.decode(bytes.subarray(0, bytes.indexOf(0, bytes.length - 4)));
  }

  /** Orders two ids by their bytes. */
  compare(a: number, b: number): number {
    if (a === b) return 0;
    const { pool } = this;
    let i = this.starts[a] + 1;
    let j = this.starts[b] + 1;
    // Two ids differ in some word, be it the one that ends one of them.
    while (pool[i] === pool[j]) {
      i++;
      j++;
    }
    return readingOrder(pool[i]) - readingOrder(pool[j]);
  }

  /** Forgets the ids that came last, down to `size` of them. */
  truncate(size: number): void {
    // Latest first: an id never lies behind a place that was taken after it.
    while (this.size > size) {
      this.table[this.slotOf(this.size - 1)] = 0;
      this.poolEnd = this.starts[--this.size];
    }
  }

  get parts(): DictionaryParts {
    const { seed, bits, table } = this;
    return { seed, bits, pool: this.pool.subarray(0, this.poolEnd), starts: this.starts.subarray(0, this.size), table };
  }

  /** Gives back the room kept for more ids. */
  trim(): void {
    this.pool = this.grown(this.pool, this.poolEnd);
    this.starts = this.grown(this.starts, this.size);
  }

  /** Bytes held, for budgets and statistics. */
  get bytes(): number {
    return this.pool.byteLength + this.starts.byteLength + this.table.byteLength;
  }

  private internStaged(words: number, h: number): number {
    const found = this.lookUp(0, words, h);
    return found === UNKNOWN ? this.append(words) : found;
  }

  /** Where an entry starts that may have the hash, by the first place that is looked at; 0 where that has none. */
  private probe(h: number): number {
    const { table, bits } = this;
    const start = (table[h & (table.length - 1)] ^ ((h >>> bits) << bits)) >>> 0;
    return start >>> bits === 0 ? start : 0;
  }

  /** Of the id that is staged at the place. */
  private lookUp(at: number, words: number, h: number): number {
    const { table, bits } = this;
    const mask = table.length - 1;
    const tag = (h >>> bits) << bits;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot];
      if (entry === 0) return UNKNOWN;
      // Equal tags cancel out; what is left of another one is beyond any place.
      const start = (entry ^ tag) >>> 0;
      if (start >>> bits !== 0 || !this.holds(start, at, words)) continue;
      const number = this.pool[start - 1];
      // A frozen copy meets ids that have come since.
      return number < this.size ? number : UNKNOWN;
    }
  }

  private holds(start: number, at: number, words: number): boolean {
    const { pool } = this;
    for (let word = 0; word < words; word++) if (pool[start + word] !== staged[at + word]) return false;
    return true;
  }

  private append(words: number): number {
    if (this.isFrozen) throw new Error("A frozen dictionary takes no more ids.");
    const index = this.size;
    const start = this.poolEnd;
    if (start + 1 + words > this.pool.length) this.growPool(start + 1 + words);
    if (index === this.starts.length) this.starts = this.grown(this.starts, Math.max(this.starts.length * 2, 8));
    this.pool[start] = index;
    for (let word = 0; word < words; word++) this.pool[start + 1 + word] = staged[word];
    this.starts[index] = start;
    this.poolEnd = start + 1 + words;
    this.size++;
    if (this.size * 4 > this.table.length * 3) this.rehash(this.table.length * 2);
    else this.enter(index);
    return index;
  }

  private grown(array: Numbers, length: number): Numbers {
    return this.isShared ? resized(array, Math.min(array.length, length), length) : refitted(array, length);
  }

  private growPool(atLeast: number): void {
    let { bits } = this;
    while (1 << bits < atLeast) bits++;
    this.pool = this.grown(this.pool, 1 << bits);
    if (bits === this.bits) return;
    this.bits = bits;
    this.rehash(this.table.length);
  }

  private rehash(slots: number): void {
    if (!this.isShared) release(this.table);
    this.table = new Uint32Array(slots);
    for (let index = 0; index < this.size; index++) this.enter(index);
  }

  /** Puts an id that is in the pool into the table. */
  private enter(index: number): void {
    this.table[this.search(index, 0)] = this.entryOf(index, this.hashOf(index));
  }

  private slotOf(index: number): number {
    return this.search(index, this.entryOf(index, this.hashOf(index)));
  }

  /** Where, from the id's own place on, the table has the entry. */
  private search(index: number, entry: number): number {
    const mask = this.table.length - 1;
    let slot = this.hashOf(index) & mask;
    while (this.table[slot] !== entry) slot = (slot + 1) & mask;
    return slot;
  }

  private entryOf(index: number, h: number): number {
    return (((h >>> this.bits) << this.bits) ^ (this.starts[index] + 1)) >>> 0;
  }

  private hashOf(index: number): number {
    const start = this.starts[index] + 1;
    const end = index + 1 < this.size ? this.starts[index + 1] : this.poolEnd;
    return hash(this.seed, this.pool, start, end);
  }
}

/** Words lie little-endian; bytes are compared from the first on. */
function readingOrder(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
