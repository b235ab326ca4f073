import { COST, type Meter } from "../work/meter.ts";
import { sortInSteps } from "../work/sort.ts";
import { inPasses, type Steps } from "../work/steps.ts";
import { accumulateInSteps, type Numbers, refitted, release } from "./arrays.ts";

const INITIAL_CAPACITY = 64;
const MAX_CAPACITY = 1 << 16;

/** Pairs of one kind, sorted by key and then by value, without repeats. The columns run parallel to them. */
export interface SortedPairs {
  readonly keys: Numbers;
  readonly values: Numbers;
  readonly columns: readonly Numbers[];
  /** First pairs that were pushed with different columns. */
  readonly conflicts: readonly { readonly key: number; readonly value: number }[];
}

/** Conflicts that are recorded. */
export const MAX_CONFLICTS = 1_000;

/**
 * Collects pairs of numbers with columns. Pieces keep the unused capacity below one piece: large graphs fill the
 * available memory.
 */
export class Pairs {
  count = 0;
  /** Each piece has keys, values and the further columns. */
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

  /**
   * Sorts the pairs, and keeps the last of repeated ones. There can be `keyCount` keys and `valueCount` values.
   * Empties this object.
   */
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

/** Stable sort of both columns by the first. Frees the old ones. */
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

/** Removes repeats in place. */
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

/** Sorts the indexes of the pairs: by two counting sorts, or by one comparison sort for few. */
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
  // In place: the last of repeated pairs is retained, which comes after the others.
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

/** Stable counting sort of `order`. */
function* countingSort(meter: Meter, order: Numbers, by: Numbers, range: number): Steps<Numbers> {
  const next = yield* startsOf(meter, by, range);
  const sorted = new Uint32Array(order.length);
  yield* inPasses(meter, order.length, 2 * COST.number, (from, to) => {
    for (let i = from; i < to; i++) sorted[next[by[order[i]]]++] = order[i];
  });
  return sorted;
}

/** Start offset of each number in sorted order. */
function* startsOf(meter: Meter, numbers: Numbers, range: number): Steps<Numbers> {
  const starts = new Uint32Array(range + 1);
  yield* inPasses(meter, numbers.length, COST.number, (from, to) => {
    for (let i = from; i < to; i++) starts[numbers[i] + 1]++;
  });
  yield* accumulateInSteps(meter, starts);
  return starts;
}
