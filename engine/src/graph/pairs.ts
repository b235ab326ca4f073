import { accumulate, doubled, type Numbers, resized } from "./arrays.ts";
import type { SortedPairs } from "./blocks.ts";

const FIRST_ROOM = 64;

/** Growable parallel columns: pairs of numbers, and further numbers beside them. */
export class Pairs {
  count = 0;
  private keys: Numbers = new Uint32Array(FIRST_ROOM);
  private values: Numbers = new Uint32Array(FIRST_ROOM);
  private columns: Numbers[];

  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Uint32Array(FIRST_ROOM));
  }

  push(key: number, value: number, first: number, second: number): void {
    if (this.count === this.keys.length) this.resize(doubled);
    this.keys[this.count] = key;
    this.values[this.count] = value;
    if (this.columns.length > 0) {
      this.columns[0][this.count] = first;
      this.columns[1][this.count] = second;
    }
    this.count++;
  }

  /** Of pairs that repeat, the last stays. There can be `keyCount` keys and `valueCount` values. */
  sorted(keyCount: number, valueCount: number): Omit<SortedPairs, "slot"> {
    this.resize((column) => resized(column, this.count, this.count));
    const order = this.order(keyCount, valueCount);
    const distinct = withoutRepeats(order, this.keys, this.values);
    const pick = (from: Numbers) => distinct.map((i) => from[i]);
    return { keys: pick(this.keys), values: pick(this.values), columns: this.columns.map(pick) };
  }

  private resize(resize: (column: Numbers) => Numbers): void {
    this.keys = resize(this.keys);
    this.values = resize(this.values);
    this.columns = this.columns.map(resize);
  }

  /** The pairs' places ordered by key, then value, then place: two counting sorts, or one comparing sort for few. */
  private order(keyCount: number, valueCount: number): Numbers {
    const { keys, values, count } = this;
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    if (count * 8 < keyCount + valueCount) {
      return order.sort((a, b) => keys[a] - keys[b] || values[a] - values[b] || a - b);
    }
    return countingSort(countingSort(order, values, valueCount), keys, keyCount);
  }
}

/** The same pairs from the other side, without columns. */
export function turned({ keys, values }: Omit<SortedPairs, "slot">, valueCount: number): Omit<SortedPairs, "slot"> {
  const next = new Uint32Array(valueCount + 1);
  for (const value of values) next[value + 1]++;
  accumulate(next);
  const turnedKeys = new Uint32Array(keys.length);
  const turnedValues = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const at = next[values[i]]++;
    turnedKeys[at] = values[i];
    turnedValues[at] = keys[i];
  }
  return { keys: turnedKeys, values: turnedValues, columns: [] };
}

/** Stable. */
function countingSort(order: Numbers, by: Numbers, range: number): Numbers {
  const next = new Uint32Array(range + 1);
  for (const i of order) next[by[i] + 1]++;
  accumulate(next);
  const sorted = new Uint32Array(order.length);
  for (const i of order) sorted[next[by[i]]++] = i;
  return sorted;
}

/** Of places that hold the same pair, keeps the last. */
function withoutRepeats(order: Numbers, keys: Numbers, values: Numbers): Numbers {
  let kept = 0;
  for (let i = 0; i < order.length; i++) {
    const next = order[i + 1];
    const repeats = i + 1 < order.length && keys[next] === keys[order[i]] && values[next] === values[order[i]];
    if (!repeats) order[kept++] = order[i];
  }
  return order.slice(0, kept);
}
