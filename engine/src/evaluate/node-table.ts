import { doubled } from "../graph/arrays.ts";

const FIRST_SIZE = 64;
/** Up to this many pairs are searched linearly. */
const FEW = 8;

/**
 * Set of (rule, object) pairs in insertion order: a scratch pad for one evaluation. `clear` takes time in the number
 * of pairs, not in the size of the table.
 */
export class NodeTable {
  count = 0;
  rules = new Uint32Array(FIRST_SIZE);
  objects = new Uint32Array(FIRST_SIZE);
  /** Pair number + 1 by slot, 0 for a free slot. Unused while the pairs are few. */
  private table = new Uint32Array(FIRST_SIZE * 2);
  private slots = new Uint32Array(FIRST_SIZE);

  clear(): void {
    if (this.count > FEW) for (let i = 0; i < this.count; i++) this.table[this.slots[i]] = 0;
    this.count = 0;
  }

  /** Adds the pair and returns its number, which equals the previous `count` if and only if it is new. */
  put(rule: number, object: number): number {
    if (this.count > FEW) return this.enter(rule, object);
    for (let i = 0; i < this.count; i++) if (this.objects[i] === object && this.rules[i] === rule) return i;
    if (this.count === FEW) this.enterAll();
    else {
      this.rules[this.count] = rule;
      this.objects[this.count] = object;
      return this.count++;
    }
    return this.enter(rule, object);
  }

  private enter(rule: number, object: number): number {
    const mask = this.table.length - 1;
    let slot = hash(rule, object) & mask;
    for (let entry = this.table[slot]; entry !== 0; entry = this.table[slot]) {
      if (this.objects[entry - 1] === object && this.rules[entry - 1] === rule) return entry - 1;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.rules.length) {
      this.rules = doubled(this.rules);
      this.objects = doubled(this.objects);
      this.slots = doubled(this.slots);
      this.table = new Uint32Array(this.table.length * 2);
      this.enterAll();
      return this.enter(rule, object);
    }
    const index = this.count++;
    this.rules[index] = rule;
    this.objects[index] = object;
    this.slots[index] = slot;
    this.table[slot] = index + 1;
    return index;
  }

  /** Enters all pairs into the empty table. */
  private enterAll(): void {
    const { count } = this;
    this.count = 0;
    for (let i = 0; i < count; i++) this.enter(this.rules[i], this.objects[i]);
  }
}

function hash(rule: number, object: number): number {
  let h = Math.imul(object ^ Math.imul(rule, 0x9e3779b1), 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
