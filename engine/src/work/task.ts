import type { Graph } from "../graph/graph.ts";
import type { Tuple, TupleKey } from "../tuple.ts";
import type { Meter } from "./meter.ts";
import type { Steps } from "./steps.ts";

/** Changes that restore a graph to its state when a task started. */
export interface RollbackChanges {
  readonly add: readonly Tuple[];
  readonly remove: readonly TupleKey[];
}

/** Thrown if a task can't continue: its view of the graph can't be restored. It can be started again. */
export class TaskInvalidated extends Error {
  override readonly name = "TaskInvalidated";
}

/**
 * Work on a graph that runs slice by slice. The graph may change between slices: the runner passes the changes to
 * undo with each slice. The task sees the graph as it was at its start.
 */
export class Task<T> {
  readonly meter: Meter;
  private readonly graph: Graph;
  private readonly tuples: readonly Tuple[];
  private readonly steps: Steps<T>;
  /** Node numbers of the contextual tuples' objects and subjects, once they have any. */
  private numbers: readonly number[] | undefined;

  /** Contextual tuples are in the graph for this task only. */
  constructor(graph: Graph, tuples: readonly Tuple[], meter: Meter, steps: Steps<T>) {
    this.graph = graph;
    this.tuples = tuples;
    this.meter = meter;
    this.steps = steps;
  }

  /** Runs a slice of `slice` units of work, or a little more. Throws `TaskInvalidated`, and what the work throws. */
  next(slice: number, rollback?: RollbackChanges): IteratorResult<void, T> {
    this.meter.resume(slice);
    if (rollback === undefined) return this.withOwn();
    return this.graph.withChanges(rollback, () => this.withOwn());
  }

  /** Runs the task to its end. */
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

  /** Ids that the graph hasn't seen get new numbers in each slice. Other ids may have taken the previous ones. */
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
