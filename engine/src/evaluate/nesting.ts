import { lowerBound, type Numbers } from "../graph/arrays.ts";
import type { Partition } from "../graph/partition.ts";
import { componentsOf } from "./components.ts";
import { intervalsOf, SPAN } from "./intervals.ts";

/** For each object what `Intervals` say of its component; 0 for those that lie in nothing and nothing lies in them. */
interface Layout {
  /** The component's number, plus 1. */
  readonly numbers: Numbers;
  /** The component's span, its numbers plus 1 as well. */
  readonly spans: Numbers;
  readonly bounds: Numbers;
}

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
  private layout: Layout | undefined;
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
      this.layout = layoutOf(this.partitions, this.nodeCount());
      this.debt = 0;
    }
    return this.layout !== undefined;
  }

  /** Says that one more object was walked for want of this. */
  walked(): void {
    this.debt++;
  }

  /** The object's number, to be looked for with `holds`; 0 where it lies in nothing and nothing lies in it. */
  numberOf(object: number): number {
    const numbers = this.layout?.numbers;
    return numbers !== undefined && object < numbers.length ? numbers[object] : 0;
  }

  /** Whether one of these numbers, the first `count` and ascending, is of an object that lies within this one, or is it. */
  holds(object: number, numbers: Numbers, count: number): boolean {
    const { layout } = this;
    if (layout === undefined || SPAN * object >= layout.spans.length) return false;
    const { spans, bounds } = layout;
    const span = SPAN * object;
    if (hasOne(numbers, count, spans[span], spans[span + 1])) return true;
    for (let at = spans[span + 2]; at < spans[span + 3]; at += 2) {
      if (hasOne(numbers, count, bounds[at] + 1, bounds[at + 1] + 1)) return true;
    }
    return false;
  }

  private isCurrent(): boolean {
    const { versions, partitions } = this;
    if (versions === undefined) return false;
    for (let i = 0; i < partitions.length; i++) if (partitions[i].version !== versions[i]) return false;
    return true;
  }
}

/** Whether one of the first `count` numbers lies in the interval. */
function hasOne(numbers: Numbers, count: number, first: number, last: number): boolean {
  const at = lowerBound(numbers, 0, count, first);
  return at < count && numbers[at] <= last;
}

function layoutOf(partitions: readonly Partition[], nodeCount: number): Layout | undefined {
  const components = componentsOf(partitions, nodeCount);
  const intervals = intervalsOf(components);
  if (intervals === undefined) return undefined;
  const numbers = new Uint32Array(nodeCount);
  const spans = new Uint32Array(SPAN * nodeCount);
  for (let object = 0; object < nodeCount; object++) {
    const component = components.of[object] - 1;
    if (component < 0) continue;
    numbers[object] = intervals.numbers[component] + 1;
    spans.set(intervals.spans.subarray(SPAN * component, SPAN * (component + 1)), SPAN * object);
    spans[SPAN * object]++;
    spans[SPAN * object + 1]++;
  }
  return { numbers, spans, bounds: intervals.bounds };
}
