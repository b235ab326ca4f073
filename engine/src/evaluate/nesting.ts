import { lowerBound, type Numbers } from "../graph/arrays.ts";
import type { Graph } from "../graph/graph.ts";
import type { Partition } from "../graph/partition.ts";
import { LAYOUT_STEP, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { intervalsOf, SPAN } from "./intervals.ts";
import { componentsOf } from "./nesting-components.ts";

/** So many tuples at most: those of more are walked. */
const MAX_NESTED = 250_000;
/** How many steps of making a layout one question does. */
const STEPS_PER_QUERY = 16;

/**
 * Which objects of a rule lie within which, where usersets of the rule may stand in one another: teams in teams.
 *
 * Objects that lie in each other, through whatever circle, are one component; for each component intervals of
 * numbers say what lies within it. That holds for the tuples it was made from; when those change it is stale, and is
 * made again once as much has been walked without it as making it takes.
 */
export class Nesting {
  private readonly graph: Pick<Graph, "isTemporary">;
  private readonly partitions: readonly Partition[];
  private readonly nodeCount: () => number;
  private made: { readonly versions: readonly number[]; readonly layout: Layout | undefined } | undefined;
  /** One that is being made: a little at each question, since making it all at once would keep everybody waiting. */
  private making: { readonly versions: readonly number[]; readonly steps: Steps<Layout | undefined> } | undefined;
  private debt = 0;

  /** The partitions hold the tuples of the rule that name usersets of the rule itself. */
  constructor(graph: Pick<Graph, "isTemporary">, partitions: readonly Partition[], nodeCount: () => number) {
    this.graph = graph;
    this.partitions = partitions;
    this.nodeCount = nodeCount;
  }

  /**
   * What lies within what, as the tuples say now. Undefined while it has not been worth making, or is not ready yet;
   * and where it cannot be made: what nests too wildly has to be walked.
   */
  layout(meter: Meter): Layout | undefined {
    if (this.made !== undefined && this.isOf(this.made.versions)) return this.made.layout;
    if (this.making === undefined || !this.isOf(this.making.versions)) this.begin();
    if (this.making !== undefined && this.isOf(this.making.versions)) this.continueMaking(this.making, meter);
    return this.made !== undefined && this.isOf(this.made.versions) ? this.made.layout : undefined;
  }

  /** Says that one more object was walked for want of this. */
  walked(): void {
    this.debt++;
  }

  private begin(): void {
    const size = this.partitions.reduce((sum, partition) => sum + partition.size, 0);
    if (this.debt < size || size > MAX_NESTED) return;
    if (this.partitions.some((partition) => this.graph.isTemporary(partition))) return;
    this.debt = 0;
    const versions = this.partitions.map((partition) => partition.version);
    this.making = { versions, steps: layoutOf(this.partitions, this.nodeCount()) };
  }

  private continueMaking({ versions, steps }: NonNullable<Nesting["making"]>, meter: Meter): void {
    for (let step = 0; step < STEPS_PER_QUERY; step++) {
      meter.countExtra(LAYOUT_STEP);
      const { done, value } = steps.next();
      if (done !== true) continue;
      this.made = { versions, layout: value };
      this.making = undefined;
      return;
    }
  }

  private isOf(versions: readonly number[]): boolean {
    const { partitions } = this;
    for (let i = 0; i < partitions.length; i++) if (partitions[i].version !== versions[i]) return false;
    return true;
  }
}

/** For each object what `Intervals` say of its component; it never changes. */
export class Layout {
  /** The component's number, plus 1; 0 for objects that lie in nothing and nothing lies in them. */
  private readonly numbers: Numbers;
  /** The component's span, its numbers plus 1 as well. */
  private readonly spans: Numbers;
  private readonly bounds: Numbers;

  constructor(numbers: Numbers, spans: Numbers, bounds: Numbers) {
    this.numbers = numbers;
    this.spans = spans;
    this.bounds = bounds;
  }

  /** The object's number, to be looked for with `holds`; 0 where it lies in nothing and nothing lies in it. */
  numberOf(object: number): number {
    return object < this.numbers.length ? this.numbers[object] : 0;
  }

  /** Whether one of these numbers, the first `count` and ascending, is of an object that lies within this one, or is it. */
  holds(object: number, numbers: Numbers, count: number): boolean {
    const { spans, bounds } = this;
    const span = SPAN * object;
    if (span >= spans.length) return false;
    if (hasOne(numbers, count, spans[span], spans[span + 1])) return true;
    for (let at = spans[span + 2]; at < spans[span + 3]; at += 2) {
      if (hasOne(numbers, count, bounds[at] + 1, bounds[at + 1] + 1)) return true;
    }
    return false;
  }
}

/** Whether one of the first `count` numbers lies in the interval. */
function hasOne(numbers: Numbers, count: number, first: number, last: number): boolean {
  const at = lowerBound(numbers, 0, count, first);
  return at < count && numbers[at] <= last;
}

/** Yields after about `LAYOUT_STEP` units of work. */
function* layoutOf(partitions: readonly Partition[], nodeCount: number): Steps<Layout | undefined> {
  const components = yield* componentsOf(partitions, nodeCount);
  const intervals = yield* intervalsOf(components);
  if (intervals === undefined) return undefined;
  const numbers = new Uint32Array(nodeCount);
  const spans = new Uint32Array(SPAN * nodeCount);
  for (let object = 0; object < nodeCount; object++) {
    if (object % LAYOUT_STEP === 0) yield;
    const component = components.of[object] - 1;
    if (component < 0) continue;
    numbers[object] = intervals.numbers[component] + 1;
    spans.set(intervals.spans.subarray(SPAN * component, SPAN * (component + 1)), SPAN * object);
    spans[SPAN * object]++;
    spans[SPAN * object + 1]++;
  }
  return new Layout(numbers, spans, intervals.bounds);
}
