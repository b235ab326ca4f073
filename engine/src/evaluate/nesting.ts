import type { Numbers } from "../graph/arrays.ts";
import type { Partition } from "../graph/partition.ts";
import { type Components, componentsOf } from "./components.ts";

/** Bytes that the rows of one nesting may take; beyond, they are made again when asked for. */
const ROW_BUDGET = 16 * 1024 * 1024;

/**
 * Which objects of a rule lie within which, where usersets of the rule may stand in one another: teams in teams.
 *
 * Objects that lie in each other, through whatever circle, are one component. For a component that is asked
 * about, one row of bits says which components it lies in, all the way up. It holds for the tuples it was made
 * from; when those change it is stale, and is made again once as much has been walked without it as making it
 * takes.
 */
export class Nesting {
  private readonly partitions: readonly Partition[];
  private readonly nodeCount: () => number;
  private versions: readonly number[] = [];
  private components: Components | undefined;
  private rows: (Numbers | undefined)[] = [];
  private rowBytes = 0;
  private debt = 0;

  /** The partitions hold the tuples of the rule that name usersets of the rule itself. */
  constructor(partitions: readonly Partition[], nodeCount: () => number) {
    this.partitions = partitions;
    this.nodeCount = nodeCount;
  }

  /** Whether it says what the tuples say now. Makes it so if that is worth it by now. */
  isReady(): boolean {
    const fresh = this.components !== undefined && this.partitions.every((p, i) => p.version === this.versions[i]);
    if (fresh) return true;
    const cost = this.partitions.reduce((sum, partition) => sum + partition.size, 0);
    if (this.debt < cost) return false;
    this.versions = this.partitions.map((partition) => partition.version);
    this.components = componentsOf(this.partitions, this.nodeCount());
    this.rows = [];
    this.rowBytes = 0;
    this.debt = 0;
    return true;
  }

  /** Says that one more object was walked for want of this. */
  walked(): void {
    this.debt++;
  }

  /** Where an object stands among the components, or -1 where it lies in none and none lies in it. */
  componentOf(object: number): number {
    const { of } = this.components ?? NOTHING;
    return object < of.length ? of[object] - 1 : -1;
  }

  /** The components that this one lies in, itself among them: bit `c` of the row. Do not change it. */
  row(component: number): Numbers {
    return this.rows[component] ?? this.makeRow(component);
  }

  get words(): number {
    return Math.ceil((this.components ?? NOTHING).count / 32);
  }

  private makeRow(component: number): Numbers {
    const { offsets, targets } = this.components ?? NOTHING;
    const row = new Uint32Array(this.words);
    const pending = [component];
    setBit(row, component);
    for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
      for (let i = offsets[from]; i < offsets[from + 1]; i++) {
        const target = targets[i];
        if (hasBit(row, target)) continue;
        const known = this.rows[target];
        if (known === undefined) {
          setBit(row, target);
          pending.push(target);
        } else for (let word = 0; word < row.length; word++) row[word] |= known[word];
      }
    }
    this.keep(component, row);
    return row;
  }

  private keep(component: number, row: Numbers): void {
    if (this.rowBytes + row.byteLength > ROW_BUDGET) {
      this.rows = [];
      this.rowBytes = 0;
    }
    this.rows[component] = row;
    this.rowBytes += row.byteLength;
  }
}

const NOTHING: Components = {
  count: 0,
  of: new Uint32Array(0),
  offsets: new Uint32Array(1),
  targets: new Uint32Array(0),
};

export function hasBit(row: Numbers, bit: number): boolean {
  return (row[bit >>> 5] & (1 << (bit & 31))) !== 0;
}

function setBit(row: Numbers, bit: number): void {
  row[bit >>> 5] |= 1 << (bit & 31);
}
