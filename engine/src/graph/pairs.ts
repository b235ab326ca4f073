import { accumulate, type Numbers, refitted, release } from "./arrays.ts";

const FIRST_ROOM = 64;
const MOST_ROOM = 1 << 16;

/** Pairs of one kind, sorted by key and then by value, none twice; the columns run parallel to them. */
export interface SortedPairs {
  readonly keys: Numbers;
  readonly values: Numbers;
  readonly columns: readonly Numbers[];
  /** Pairs that were given with different columns; the first of them. */
  readonly conflicts: readonly { readonly key: number; readonly value: number }[];
}

/** How many conflicts are noted. */
export const MAX_CONFLICTS = 1_000;

/**
 * Gathers pairs of numbers, and further numbers beside them. They lie in pieces, so that there is never more room than
 * a piece too much: large graphs fill the memory there is.
 */
export class Pairs {
  count = 0;
  /** Each piece has a column of keys, one of values, and those besides. */
  private readonly pieces: Numbers[][] = [];
  private piece: Numbers[];
  private used = 0;

  constructor(width: number) {
    this.piece = newPiece(FIRST_ROOM, 2 + width);
    this.pieces.push(this.piece);
  }

  push(key: number, value: number, first: number, second: number): void {
    if (this.used === this.piece[0].length) this.addPiece();
    const { piece, used } = this;
    piece[0][used] = key;
    piece[1][used] = value;
    if (piece.length > 2) {
      piece[2][used] = first;
      piece[3][used] = second;
    }
    this.used++;
    this.count++;
  }

  /** Of pairs that repeat, the last stays. There can be `keyCount` keys and `valueCount` values. The pairs are gone then. */
  sorted(keyCount: number, valueCount: number): SortedPairs {
    const [keys, values, ...columns] = this.piece.map((_, column) => this.joined(column));
    this.pieces.length = 0;
    const isSparse = keys.length * 8 < keyCount + valueCount;
    if (isSparse || columns.length > 0) return sortedWithColumns(keys, values, columns, isSparse, keyCount, valueCount);
    const byValue = moved(values, keys, valueCount);
    const byKey = moved(byValue.others, byValue.by, keyCount);
    return withoutRepeats(byKey.by, byKey.others);
  }

  private addPiece(): void {
    this.piece = newPiece(Math.min(2 * this.piece[0].length, MOST_ROOM), this.piece.length);
    this.pieces.push(this.piece);
    this.used = 0;
  }

  private joined(column: number): Numbers {
    const whole = new Uint32Array(this.count);
    let at = 0;
    for (const piece of this.pieces) {
      const own = piece[column].subarray(0, piece === this.piece ? this.used : undefined);
      whole.set(own, at);
      at += own.length;
      release(piece[column]);
    }
    return whole;
  }
}

function newPiece(room: number, columns: number): Numbers[] {
  return Array.from({ length: columns }, () => new Uint32Array(room));
}

/** Both columns in the order of the one; stable. The old ones are gone then. */
function moved(by: Numbers, others: Numbers, range: number): { by: Numbers; others: Numbers } {
  const next = startsOf(by, range);
  const result = { by: new Uint32Array(by.length), others: new Uint32Array(by.length) };
  for (let i = 0; i < by.length; i++) {
    const at = next[by[i]]++;
    result.by[at] = by[i];
    result.others[at] = others[i];
  }
  release(by);
  release(others);
  return result;
}

/** In place. */
function withoutRepeats(keys: Numbers, values: Numbers): SortedPairs {
  let kept = 0;
  for (let i = 0; i < keys.length; i++) {
    if (i > 0 && keys[i] === keys[i - 1] && values[i] === values[i - 1]) continue;
    keys[kept] = keys[i];
    values[kept++] = values[i];
  }
  return { keys: refitted(keys, kept), values: refitted(values, kept), columns: [], conflicts: [] };
}

/** By the places of the pairs: two counting sorts, or one comparing sort for few. */
function sortedWithColumns(
  keys: Numbers,
  values: Numbers,
  columns: readonly Numbers[],
  isSparse: boolean,
  keyCount: number,
  valueCount: number,
): SortedPairs {
  const places = Uint32Array.from({ length: keys.length }, (_, i) => i);
  const order = isSparse
    ? places.sort((a, b) => keys[a] - keys[b] || values[a] - values[b] || a - b)
    : countingSort(countingSort(places, values, valueCount), keys, keyCount);
  const conflicts: { key: number; value: number }[] = [];
  let kept = 0;
  // In place: of a pair that repeats the last is kept, which is behind those before it.
  for (let i = 0; i < order.length; i++) {
    const place = order[i];
    const next = order[i + 1];
    const isRepeated = i + 1 < order.length && keys[next] === keys[place] && values[next] === values[place];
    if (!isRepeated) order[kept++] = place;
    else if (conflicts.length < MAX_CONFLICTS && columns.some((column) => column[next] !== column[place])) {
      conflicts.push({ key: keys[place], value: values[place] });
    }
  }
  const distinct = order.subarray(0, kept);
  const pick = (from: Numbers) => distinct.map((place) => from[place]);
  return { keys: pick(keys), values: pick(values), columns: columns.map(pick), conflicts };
}

/** Stable. */
function countingSort(order: Numbers, by: Numbers, range: number): Numbers {
  const next = startsOf(by, range);
  const sorted = new Uint32Array(order.length);
  for (const i of order) sorted[next[by[i]]++] = i;
  return sorted;
}

/** Where each number's own would start if all were sorted. */
function startsOf(numbers: Numbers, range: number): Numbers {
  const starts = new Uint32Array(range + 1);
  for (let i = 0; i < numbers.length; i++) starts[numbers[i] + 1]++;
  accumulate(starts);
  return starts;
}
