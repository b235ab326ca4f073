import { requireExpiry } from "../expiry.ts";
import type { Tuple, TupleKey } from "../tuple.ts";
import { COST, Meter } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import { release } from "./arrays.ts";
import type { Contexts } from "./contexts.ts";
import { MAX_CONFLICTS, Pairs, type SortedPairs } from "./pairs.ts";
import { type NodeType, type Partition, subjectNodes, widthOf } from "./partition.ts";

/** The part of a graph that a loader fills. */
interface LoadableGraph {
  readonly contexts: Contexts;
  partitionFor(tuple: Tuple): Partition;
  allTypes(): Iterable<NodeType>;
  registerLoaded(partition: Partition): void;
  tupleAt(partition: Partition, object: number, subject: number): Tuple;
  conflictsInSteps(meter: Meter, limit: number): Steps<TupleKey[]>;
}

/** Collects many tuples and packs them into an empty graph in one pass. */
export class Loader<Loaded extends LoadableGraph> {
  /**
   * Facts that were pushed with different conditions, contexts or expiries. Set by `finish`; the list may be
   * incomplete.
   */
  conflicts: readonly TupleKey[] = [];
  private readonly graph: Loaded;
  /** Pairs of object and subject by partition. */
  private readonly gathered = new Map<Partition, Pairs>();
  /** Partition of the previous tuple: tuples of one kind mostly come in runs. */
  private last: { partition: Partition; pairs: Pairs } | undefined;

  /** The graph must be empty. */
  constructor(graph: Loaded) {
    this.graph = graph;
  }

  /** Throws `invalid_expiry`. */
  push(tuple: Tuple): void {
    requireExpiry(tuple);
    const partition = this.graph.partitionFor(tuple);
    const { object, subject } = partition.intern(tuple);
    this.pushNumbers(partition, object, subject, tuple.expiresAt ?? 0, this.graph.contexts.intern(tuple.context));
  }

  pushNumbers(partition: Partition, object: number, subject: number, expiry: number, context: number): void {
    this.pairsOf(partition).push(object, subject, expiry, context);
  }

  /** Packs the tuples. Of a repeated fact, the last one is stored. */
  finish(): Loaded {
    return runSteps(this.finishInSteps(new Meter()));
  }

  /** As `finish`, in steps. Nothing may be pushed meanwhile. */
  *finishInSteps(meter: Meter): Steps<Loaded> {
    for (const { dictionary } of this.graph.allTypes()) {
      dictionary.trim();
      meter.work += (dictionary.bytes / 4) * COST.copied;
      if (meter.isDue) yield;
    }
    const byObject = new Map<NodeType, Map<number, SortedPairs>>();
    const bySubject = new Map<NodeType, Map<number, SortedPairs>>();
    const conflicts: { partition: Partition; object: number; subject: number }[] = [];
    for (const [partition, pairs] of this.gathered) {
      const { kind, subjects, objects, objectCount, subjectCount } = partition;
      const sorted = yield* pairs.sortedInSteps(meter, objectCount, subjectCount);
      partition.size = sorted.keys.length;
      this.graph.registerLoaded(partition);
      slotsOf(byObject, kind.objectType).set(subjects.slot, sorted);
      slotsOf(bySubject, kind.subjectType).set(objects.slot, sorted);
      conflicts.push(...sorted.conflicts.map(({ key, value }) => ({ partition, object: key, subject: value })));
    }
    for (const [type, slots] of byObject) yield* type.asObject.loadInSteps(meter, slots, type.dictionary.size);
    for (const [type, slots] of bySubject) {
      yield* type.asSubject.loadTurnedInSteps(meter, slots, subjectNodes(type.dictionary));
      for (const { keys, values, columns } of slots.values())
        for (const array of [keys, values, ...columns]) release(array);
    }
    const within = conflicts.map(({ partition, object, subject }) => this.graph.tupleAt(partition, object, subject));
    this.conflicts = [...within, ...(yield* this.graph.conflictsInSteps(meter, MAX_CONFLICTS))];
    return this.graph;
  }

  private pairsOf(partition: Partition): Pairs {
    if (this.last?.partition === partition) return this.last.pairs;
    const pairs = this.gathered.get(partition) ?? new Pairs(widthOf(partition.kind));
    this.gathered.set(partition, pairs);
    this.last = { partition, pairs };
    return pairs;
  }
}

function slotsOf(byType: Map<NodeType, Map<number, SortedPairs>>, type: NodeType): Map<number, SortedPairs> {
  const slots = byType.get(type) ?? new Map<number, SortedPairs>();
  byType.set(type, slots);
  return slots;
}
