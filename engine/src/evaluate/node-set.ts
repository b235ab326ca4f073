import { doubled, type Numbers } from "../graph/arrays.ts";

/** Nodes of one type, each once, in the order in which they were added; a bit for every node there is. */
export class NodeSet {
  size = 0;
  private readonly bits: Numbers;
  private members: Numbers = new Uint32Array(16);
  /** Numbers that stand for what the graph has never seen: they have no bit. */
  private readonly beyond = new Set<number>();

  /** The graph has `count` nodes of the type. */
  constructor(count: number) {
    this.bits = new Uint32Array(Math.ceil(count / 32));
  }

  /** Whether the node is new. */
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

  /** What has been added; good until more is. */
  get nodes(): Numbers {
    return this.members.subarray(0, this.size);
  }
}
