import { type Numbers, refitted, release, resized } from "./arrays.ts";
import { hash, SECOND, stage, stageBytes, staged, stagedHash, stagedWords } from "./staging.ts";

/** Result of `indexOf` for an id that isn't in the dictionary. */
export const UNKNOWN = 0xffff_ffff;

// A byte order mark at the start of an id is part of it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const FIRST_SLOTS = 32;
const FIRST_BITS = 8;

/** Dictionary for the ids of texts such as `user:anne`, and the offset of the id in the text. */
export interface IdSource {
  readonly dictionary: Dictionary;
  readonly idStart: number;
}

/** Arrays of a dictionary, as a snapshot stores them. */
export interface DictionaryParts {
  readonly seed: number;
  readonly bits: number;
  readonly pool: Numbers;
  readonly starts: Numbers;
  readonly table: Numbers;
}

/**
 * Ids of one object type, numbered densely from 0.
 *
 * The pool stores ids one after the other, each after its number and zero-terminated. An open-addressing table finds
 * them. This takes about 36 bytes for an id of 20 characters; a `Map<string, number>` takes well over 100. A lookup
 * reads the table and the pool at one location each, because memory reads dominate its time.
 */
export class Dictionary {
  size = 0;
  /** Its length is a power of two, unless it came from a snapshot. */
  private pool: Numbers = new Uint32Array(1 << FIRST_BITS);
  private poolEnd = 0;
  /** Pool offset of the id's entry, by number. */
  private starts: Numbers = new Uint32Array(16);
  /** Bits of a pool offset. */
  private bits = FIRST_BITS;
  /**
   * Pool offset of an entry plus 1, or 0 for a free slot. The bits above contain a tag, which is part of the id's
   * hash, so that other ids are seldom compared. Its length is a power of two, at most three quarters full.
   */
  private table: Numbers = new Uint32Array(FIRST_SLOTS);
  /** Random for each dictionary, so that an attacker can't choose ids that collide in the table. */
  private seed = (Math.random() * 0x1_0000_0000) | 0;
  /** Whether a frozen copy reads the same arrays: they may grow then, but not be freed. */
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

  /** Frozen copy of the ids, without memory of its own. */
  frozen(): Dictionary {
    const copy = Dictionary.from(this.parts);
    copy.isFrozen = true;
    this.isShared = true;
    return copy;
  }

  /** Number of the id that starts at `start` in the text, or `UNKNOWN`. */
  indexOf(text: string, start = 0): number {
    stage(text, start, 0, this.seed);
    return stagedWords === 0 ? UNKNOWN : this.lookUp(0, stagedWords, stagedHash);
  }

  /**
   * Looks up the ids of two texts, and stores their numbers, or `UNKNOWN`, in `into`. Starts both memory reads
   * before it waits for either: on a large graph, waiting dominates.
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
    const isA = startA > 0 && numberA < first.size && first.matches(startA, 0, wordsA);
    const isB = startB > 0 && numberB < second.size && second.matches(startB, SECOND, wordsB);
    into.a = isA ? numberA : first.lookUp(0, wordsA, hashA);
    into.b = isB ? numberB : second.lookUp(SECOND, wordsB, hashB);
  }

  /** Number of the id; adds the id if it is new. Throws a `RangeError` for text that can't be an id. */
  intern(id: string): number {
    stage(id, 0, 0, this.seed);
    if (stagedWords === 0) throw new RangeError("An id that is too long, or has a zero in it.");
    return this.internStaged(stagedWords, stagedHash);
  }

  /** As `intern`, for an id in UTF-8. */
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

  /** Compares two ids by their bytes. */
  compare(a: number, b: number): number {
    if (a === b) return 0;
    const { pool } = this;
    let i = this.starts[a] + 1;
    let j = this.starts[b] + 1;
    // Two ids differ in some word, at the latest in a terminating one.
    while (pool[i] === pool[j]) {
      i++;
      j++;
    }
    return readingOrder(pool[i]) - readingOrder(pool[j]);
  }

  /** Removes the last ids, down to `size` of them. */
  truncate(size: number): void {
    // Last first: no earlier id was probed past a slot that a later one took.
    while (this.size > size) {
      this.table[this.slotOf(this.size - 1)] = 0;
      this.poolEnd = this.starts[--this.size];
    }
  }

  get parts(): DictionaryParts {
    const { seed, bits, table } = this;
    return { seed, bits, pool: this.pool.subarray(0, this.poolEnd), starts: this.starts.subarray(0, this.size), table };
  }

  /** Frees unused capacity. */
  trim(): void {
    this.pool = this.grown(this.pool, this.poolEnd);
    this.starts = this.grown(this.starts, this.size);
  }

  /** Bytes of memory, for budgets and statistics. */
  get bytes(): number {
    return this.pool.byteLength + this.starts.byteLength + this.table.byteLength;
  }

  private internStaged(words: number, h: number): number {
    const found = this.lookUp(0, words, h);
    return found === UNKNOWN ? this.append(words) : found;
  }

  /** Pool offset that the first probed slot has for the hash, or 0 if its tag differs. */
  private probe(h: number): number {
    const { table, bits } = this;
    const start = (table[h & (table.length - 1)] ^ ((h >>> bits) << bits)) >>> 0;
    return start >>> bits === 0 ? start : 0;
  }

  /** Number of the id that is staged at `at`. */
  private lookUp(at: number, words: number, h: number): number {
    const { table, bits } = this;
    const mask = table.length - 1;
    const tag = (h >>> bits) << bits;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot];
      if (entry === 0) return UNKNOWN;
      // Equal tags cancel out; a different one leaves bits above any offset.
      const start = (entry ^ tag) >>> 0;
      if (start >>> bits !== 0 || !this.matches(start, at, words)) continue;
      const number = this.pool[start - 1];
      // A frozen copy sees ids that were added later.
      return number < this.size ? number : UNKNOWN;
    }
  }

  private matches(start: number, at: number, words: number): boolean {
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

  /** Adds an id of the pool to the table. */
  private enter(index: number): void {
    this.table[this.search(index, 0)] = this.entryOf(index, this.hashOf(index));
  }

  private slotOf(index: number): number {
    return this.search(index, this.entryOf(index, this.hashOf(index)));
  }

  /** First slot, from the id's home slot on, that contains the entry. */
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

/** Reverses the bytes of a little-endian word, so that its first byte compares first. */
function readingOrder(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
