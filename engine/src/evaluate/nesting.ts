import { lowerBound, type Numbers } from "../graph/arrays.ts";
import type { Graph } from "../graph/graph.ts";
import type { Partition } from "../graph/partition.ts";
import { LAYOUT_STEP, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { intervalsOf, SPAN } from "./intervals.ts";
import { componentsOf } from "./nesting-components.ts";

/** Tuples of a nesting with a layout; larger nestings are walked. */
const MAX_NESTED = 250_000;
/** Steps of building a layout that one query runs. */
const STEPS_PER_QUERY = 16;

/**
 * Nesting of objects of a rule whose usersets may contain one another, such as teams in teams.
 *
 * Objects that contain each other through any cycle are one component. Intervals of numbers describe the descendants
 * of each component. They are valid for the tuples they were built from. After a change, they are rebuilt once as
 * much has been walked without them as building takes.
 */
export class Nesting {
  private readonly graph: Pick<Graph, "isTemporary">;
  private readonly partitions: readonly Partition[];
  private readonly nodeCount: () => number;
  private made: { readonly versions: readonly number[]; readonly layout: Layout | undefined } | undefined;
  /** Layout in progress: each query builds a part, because building it in one step would delay everybody. */
  private making: { readonly versions: readonly number[]; readonly steps: Steps<Layout | undefined> } | undefined;
  private debt = 0;

  /** The partitions contain the rule's tuples that name usersets of the rule itself. */
  constructor(graph: Pick<Graph, "isTemporary">, partitions: readonly Partition[], nodeCount: () => number) {
    this.graph = graph;
    this.partitions = partitions;
    this.nodeCount = nodeCount;
  }

  /**
   * Current layout. Undefined while it isn't worth building or not ready yet, and for nestings that exceed the
   * limits, which have to be walked.
   */
  layout(meter: Meter): Layout | undefined {
    if (this.made !== undefined && this.isOf(this.made.versions)) return this.made.layout;
    if (this.making === undefined || !this.isOf(this.making.versions)) this.begin();
    if (this.making !== undefined && this.isOf(this.making.versions)) this.continueMaking(this.making, meter);
    return this.made !== undefined && this.isOf(this.made.versions) ? this.made.layout : undefined;
  }

  /** Counts an object that was walked because there is no layout. */
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

/** Immutable `Intervals` by object. */
export class Layout {
  /** Number of the object's component plus 1; 0 for objects outside of any nesting. */
  private readonly numbers: Numbers;
  /** Span of the component, its numbers plus 1 as well. */
  private readonly spans: Numbers;
  private readonly bounds: Numbers;

  constructor(numbers: Numbers, spans: Numbers, bounds: Numbers) {
    this.numbers = numbers;
    this.spans = spans;
    this.bounds = bounds;
  }

  /** Number of the object for `containsAny`; 0 for objects outside of any nesting. */
  numberOf(object: number): number {
    return object < this.numbers.length ? this.numbers[object] : 0;
  }

  /** Whether one of the first `count` numbers, ascending, belongs to this object or one within it. */
  containsAny(object: number, numbers: Numbers, count: number): boolean {
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

/** Whether one of the first `count` numbers is in the interval. */
function hasOne(numbers: Numbers, count: number, first: number, last: number): boolean {
  const at = lowerBound(numbers, 0, count, first);
  return at < count && numbers[at] <= last;
}

/** Builds the layout; yields after about `LAYOUT_STEP` units of work. */
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
