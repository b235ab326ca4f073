import { COST, type Meter } from "../work/meter.ts";
import { sortInSteps } from "../work/sort.ts";
import { inPasses, type Steps } from "../work/steps.ts";
import { accumulateInSteps, type Numbers, refitted, release } from "./arrays.ts";

const INITIAL_CAPACITY = 64;
const MAX_CAPACITY = 1 << 16;

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
    this.piece = newPiece(INITIAL_CAPACITY, 2 + width);
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
  *sortedInSteps(meter: Meter, keyCount: number, valueCount: number): Steps<SortedPairs> {
    const all: Numbers[] = [];
    for (const column of this.piece.keys()) {
      all.push(this.joined(column));
      meter.work += this.count * COST.copied;
      if (meter.isDue) yield;
    }
    const [keys, values, ...columns] = all;
    this.pieces.length = 0;
    const isSparse = keys.length * 8 < keyCount + valueCount;
    if (isSparse || columns.length > 0) {
      return yield* sortedWithColumns(meter, keys, values, columns, isSparse, keyCount, valueCount);
    }
    const byValue = yield* moved(meter, values, keys, valueCount);
    const byKey = yield* moved(meter, byValue.others, byValue.by, keyCount);
    return yield* withoutRepeats(meter, byKey.by, byKey.others);
  }

  private addPiece(): void {
    this.piece = newPiece(Math.min(2 * this.piece[0].length, MAX_CAPACITY), this.piece.length);
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

function newPiece(capacity: number, columns: number): Numbers[] {
  return Array.from({ length: columns }, () => new Uint32Array(capacity));
}

/** Both columns in the order of the one; stable. The old ones are gone then. */
function* moved(meter: Meter, by: Numbers, others: Numbers, range: number): Steps<{ by: Numbers; others: Numbers }> {
  const next = yield* startsOf(meter, by, range);
  const result = { by: new Uint32Array(by.length), others: new Uint32Array(by.length) };
  yield* inPasses(meter, by.length, 2 * COST.number, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = next[by[i]]++;
      result.by[at] = by[i];
      result.others[at] = others[i];
    }
  });
  release(by);
  release(others);
  return result;
}

/** In place. */
function* withoutRepeats(meter: Meter, keys: Numbers, values: Numbers): Steps<SortedPairs> {
  let kept = 0;
  yield* inPasses(meter, keys.length, COST.number, (from, to) => {
    for (let i = from; i < to; i++) {
      if (kept > 0 && keys[i] === keys[kept - 1] && values[i] === values[kept - 1]) continue;
      keys[kept] = keys[i];
      values[kept++] = values[i];
    }
  });
  return { keys: refitted(keys, kept), values: refitted(values, kept), columns: [], conflicts: [] };
}

/** By the places of the pairs: two counting sorts, or one comparing sort for few. */
function* sortedWithColumns(
  meter: Meter,
  keys: Numbers,
  values: Numbers,
  columns: readonly Numbers[],
  isSparse: boolean,
  keyCount: number,
  valueCount: number,
): Steps<SortedPairs> {
  let order: Numbers = new Uint32Array(keys.length);
  yield* inPasses(meter, keys.length, COST.number, (from, to) => {
    for (let i = from; i < to; i++) order[i] = i;
  });
  if (isSparse) yield* sortInSteps(meter, order, (a, b) => keys[a] - keys[b] || values[a] - values[b] || a - b);
  else {
    order = yield* countingSort(meter, order, values, valueCount);
    order = yield* countingSort(meter, order, keys, keyCount);
  }
  const conflicts: { key: number; value: number }[] = [];
  let kept = 0;
  // In place: of a pair that repeats the last is kept, which is behind those before it.
  yield* inPasses(meter, order.length, COST.row, (from, to) => {
    for (let i = from; i < to; i++) {
      const row = order[i];
      const next = order[i + 1];
      const isRepeated = i + 1 < order.length && keys[next] === keys[row] && values[next] === values[row];
      if (!isRepeated) order[kept++] = row;
      else if (conflicts.length < MAX_CONFLICTS && columns.some((column) => column[next] !== column[row])) {
        conflicts.push({ key: keys[row], value: values[row] });
      }
    }
  });
  const picked: Numbers[] = [];
  for (const column of [keys, values, ...columns]) {
    const own = new Uint32Array(kept);
    yield* inPasses(meter, kept, COST.number, (from, to) => {
      for (let i = from; i < to; i++) own[i] = column[order[i]];
    });
    picked.push(own);
  }
  return { keys: picked[0], values: picked[1], columns: picked.slice(2), conflicts };
}

/** Stable. */
function* countingSort(meter: Meter, order: Numbers, by: Numbers, range: number): Steps<Numbers> {
  const next = yield* startsOf(meter, by, range);
  const sorted = new Uint32Array(order.length);
  yield* inPasses(meter, order.length, 2 * COST.number, (from, to) => {
    for (let i = from; i < to; i++) sorted[next[by[order[i]]]++] = order[i];
  });
  return sorted;
}

/** Where each number's own would start if all were sorted. */
function* startsOf(meter: Meter, numbers: Numbers, range: number): Steps<Numbers> {
  const starts = new Uint32Array(range + 1);
  yield* inPasses(meter, numbers.length, COST.number, (from, to) => {
    for (let i = from; i < to; i++) starts[numbers[i] + 1]++;
  });
  yield* accumulateInSteps(meter, starts);
  return starts;
}
