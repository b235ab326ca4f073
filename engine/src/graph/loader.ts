import type { Tuple } from "../tuple.ts";
import type { SortedPairs } from "./blocks.ts";
import type { Graph } from "./graph.ts";
import { Pairs, turned } from "./pairs.ts";
import { type NodeType, type Partition, subjectNodes, widthOf } from "./partition.ts";

/** Gathers many tuples and packs them into a fresh graph in one go. */
export class Loader {
  private readonly graph: Graph;
  /** By partition: objects and their subjects. */
  private readonly gathered = new Map<Partition, Pairs>();
  /** The partition of the tuple before: most come in runs of one kind. */
  private last: { partition: Partition; pairs: Pairs } | undefined;

  /** The graph must be empty. */
  constructor(graph: Graph) {
    this.graph = graph;
  }

  push(tuple: Tuple): void {
    const partition = this.graph.partitionFor(tuple);
    const { object, subject } = partition.intern(tuple);
    this.pushNumbers(partition, object, subject, tuple.expiresAt ?? 0, this.graph.contexts.intern(tuple.context));
  }

  pushNumbers(partition: Partition, object: number, subject: number, expiry: number, context: number): void {
    this.pairsOf(partition).push(object, subject, expiry, context);
  }

  /** Throws `invalid_csv` when a fact was pushed twice on different terms. */
  finish(): Graph {
    const byObject = new Map<NodeType, SortedPairs[]>();
    const bySubject = new Map<NodeType, Map<Partition, SortedPairs>>();
    for (const [partition, pairs] of this.gathered) {
      const { kind, objectCount, subjectCount, subjects } = partition;
      const sorted = { slot: subjects.slot, ...pairs.sorted(objectCount, subjectCount) };
      this.gathered.delete(partition);
      partition.size = sorted.keys.length;
      this.graph.loaded(partition);
      byObject.set(kind.objectType, [...(byObject.get(kind.objectType) ?? []), sorted]);
      const ofSubject = bySubject.get(kind.subjectType) ?? new Map<Partition, SortedPairs>();
      bySubject.set(kind.subjectType, ofSubject.set(partition, sorted));
    }
    for (const [type, slots] of byObject) type.asObject.load(slots, type.dictionary.size);
    byObject.clear();
    for (const [type, sorted] of bySubject) {
      const slots = [...sorted].map(([{ objects, subjectCount }, pairs]) => {
        return { slot: objects.slot, ...turned(pairs, subjectCount) };
      });
      // Large graphs fill the memory there is: each part goes as soon as it is not needed.
      bySubject.delete(type);
      type.asSubject.load(slots, subjectNodes(type.dictionary));
    }
    this.graph.requireEachOnce();
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
