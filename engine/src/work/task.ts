import type { Graph } from "../graph/graph.ts";
import type { Tuple, TupleKey } from "../tuple.ts";
import type { Meter } from "./meter.ts";
import type { Steps } from "./steps.ts";

/** How a graph has changed since a task began, the other way round: what was deleted and what was written. */
export interface RollbackChanges {
  readonly add: readonly Tuple[];
  readonly remove: readonly TupleKey[];
}

/** A task cannot go on: what it knows of the graph no longer holds. It can be begun again. */
export class TaskInvalidated extends Error {
  override readonly name = "TaskInvalidated";
}

/**
 * Work on a graph that is done slice by slice. The graph may change between slices: whoever runs the task says with each
 * slice how, and it sees the graph as it was when it began.
 */
export class Task<T> {
  readonly meter: Meter;
  private readonly graph: Graph;
  private readonly tuples: readonly Tuple[];
  private readonly steps: Steps<T>;
  /** The numbers of the ends of the tuples of its own, once they have any. */
  private numbers: readonly number[] | undefined;

  /** `tuples` are in the graph for this task only. */
  constructor(graph: Graph, tuples: readonly Tuple[], meter: Meter, steps: Steps<T>) {
    this.graph = graph;
    this.tuples = tuples;
    this.meter = meter;
    this.steps = steps;
  }

  /** Does a slice of so much work, or a little more. Throws `TaskOvertaken`, and what the work throws. */
  next(slice: number, undone?: RollbackChanges): IteratorResult<void, T> {
    this.meter.resume(slice);
    if (undone === undefined) return this.withOwn();
    return this.graph.withChanges(undone, () => this.withOwn());
  }

  /** Does all of it at once. */
  finish(): T {
    for (;;) {
      const { done, value } = this.next(Number.POSITIVE_INFINITY);
      if (done === true) return value;
    }
  }

  private withOwn(): IteratorResult<void, T> {
    if (this.tuples.length === 0) return this.steps.next();
    return this.graph.withChanges({ add: this.tuples }, () => {
      this.requireSameNumbers();
      return this.steps.next();
    });
  }

  /** Ids that the graph has not seen get their numbers in each slice anew, and others may have come in between. */
  private requireSameNumbers(): void {
    const numbers = this.tuples.flatMap((tuple) => {
      const ends = [
        [tuple.objectType, tuple.objectId],
        [tuple.subjectType, tuple.subjectId],
      ] as const;
      return ends.map(([type, id]) => this.graph.type(type).dictionary.indexOf(id));
    });
    if (this.numbers?.some((number, i) => number !== numbers[i])) throw new TaskInvalidated();
    this.numbers = numbers;
  }
}
