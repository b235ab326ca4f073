import { lowerBound, type Numbers } from "../graph/arrays.ts";
import type { Partition } from "../graph/partition.ts";
import { type Components, componentsOf } from "./components.ts";
import { type Intervals, intervalsOf, isWithin } from "./intervals.ts";

/**
 * Which objects of a rule lie within which, where usersets of the rule may stand in one another: teams in teams.
 *
 * Objects that lie in each other, through whatever circle, are one component; for each component intervals of
 * numbers say what lies within it. That holds for the tuples it was made from; when those change it is stale, and is
 * made again once as much has been walked without it as making it takes.
 */
export class Nesting {
  private readonly partitions: readonly Partition[];
  private readonly nodeCount: () => number;
  private versions: readonly number[] | undefined;
  private components: Components | undefined;
  private intervals: Intervals | undefined;
  private debt = 0;

  /** The partitions hold the tuples of the rule that name usersets of the rule itself. */
  constructor(partitions: readonly Partition[], nodeCount: () => number) {
    this.partitions = partitions;
    this.nodeCount = nodeCount;
  }

  /**
   * Whether it says what the tuples say now. Makes it so if that is worth it by now, and can be done: what nests too
   * wildly has to be walked.
   */
  isReady(): boolean {
    if (!this.isCurrent()) {
      const cost = this.partitions.reduce((sum, partition) => sum + partition.size, 0);
      if (this.debt < cost) return false;
      this.versions = this.partitions.map((partition) => partition.version);
      this.components = componentsOf(this.partitions, this.nodeCount());
      this.intervals = intervalsOf(this.components);
      this.debt = 0;
    }
    return this.intervals !== undefined;
  }

  /** Says that one more object was walked for want of this. */
  walked(): void {
    this.debt++;
  }

  /** The object's number, to be looked for with `holds`; -1 where it lies in nothing and nothing lies in it. */
  numberOf(object: number): number {
    const component = this.componentOf(object);
    return component < 0 || this.intervals === undefined ? -1 : this.intervals.numbers[component];
  }

  /** Whether one of these numbers, the first `count` and ascending, is of an object that lies within this one, or is it. */
  holds(object: number, numbers: Numbers, count: number): boolean {
    const component = this.componentOf(object);
    if (component < 0 || this.intervals === undefined) return false;
    const { starts, ends, bounds } = this.intervals;
    const start = starts[component];
    const end = ends[component];
    if (end - start > 2 * count) {
      for (let i = 0; i < count; i++) if (isWithin(bounds, start, end, numbers[i])) return true;
      return false;
    }
    for (let at = start; at < end; at += 2) {
      const first = lowerBound(numbers, 0, count, bounds[at]);
      if (first < count && numbers[first] <= bounds[at + 1]) return true;
    }
    return false;
  }

  private isCurrent(): boolean {
    const { versions, partitions } = this;
    if (versions === undefined) return false;
    for (let i = 0; i < partitions.length; i++) if (partitions[i].version !== versions[i]) return false;
    return true;
  }

  private componentOf(object: number): number {
    if (this.components === undefined) return -1;
    const { of } = this.components;
    return object < of.length ? of[object] - 1 : -1;
  }
}
