import { doubled, type Numbers } from "../graph/arrays.ts";

/** Set of nodes of one type in insertion order, with a bit for every node. */
export class NodeSet {
  size = 0;
  private readonly bits: Numbers;
  private members: Numbers = new Uint32Array(16);
  /** Numbers of ids that the graph has never seen: they have no bit. */
  private readonly beyond = new Set<number>();

  /** `count` is the number of nodes of the type. */
  constructor(count: number) {
    this.bits = new Uint32Array(Math.ceil(count / 32));
  }

  /** Adds the node. Returns whether it is new. */
  add(node: number): boolean {
    const word = node >>> 5;
    if (word >= this.bits.length) {
      if (this.beyond.has(node)) return false;
      this.beyond.add(node);
    } else {
      const bit = 1 << (node & 31);
      if ((this.bits[word] & bit) !== 0) return false;
      this.bits[word] |= bit;
    }
    if (this.size === this.members.length) this.members = doubled(this.members);
    this.members[this.size++] = node;
    return true;
  }

  /** Nodes of the set; valid until the next `add`. */
  get nodes(): Numbers {
    return this.members.subarray(0, this.size);
  }
}
