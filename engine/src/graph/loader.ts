import type { Tuple } from "../tuple.ts";
import { doubled, type Numbers } from "./arrays.ts";
import type { Graph } from "./graph.ts";
import type { Partition } from "./partition.ts";

const FIRST_ROOM = 64;

/** Gathers many tuples and packs them into a fresh graph in one go. */
export class Loader {
  private readonly graph: Graph;
  private readonly gathered = new Map<Partition, Gathered>();
  /** The partition of the tuple before: most come in runs of one kind. */
  private last: { partition: Partition; gathered: Gathered } | undefined;

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
    this.gatheredOf(partition).push(object, subject, expiry, context);
  }

  /** Throws `invalid_csv` when a fact was pushed twice on different terms. */
  finish(): Graph {
    for (const [partition, { objects, subjects, columns, count }] of this.gathered) {
      partition.load({ keys: objects, values: subjects, columns, count });
      this.graph.touched(partition, partition.size);
      this.gathered.delete(partition);
    }
    this.graph.requireEachOnce();
    return this.graph;
  }

  private gatheredOf(partition: Partition): Gathered {
    if (this.last?.partition === partition) return this.last.gathered;
    const gathered = this.gathered.get(partition) ?? new Gathered(partition.kind.condition === undefined ? 0 : 2);
    this.gathered.set(partition, gathered);
    this.last = { partition, gathered };
    return gathered;
  }
}

/** Growable parallel columns. */
class Gathered {
  count = 0;
  objects: Numbers = new Uint32Array(FIRST_ROOM);
  subjects: Numbers = new Uint32Array(FIRST_ROOM);
  readonly columns: Numbers[];

  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Uint32Array(FIRST_ROOM));
  }

  push(object: number, subject: number, expiry: number, context: number): void {
    if (this.count === this.objects.length) this.grow();
    this.objects[this.count] = object;
    this.subjects[this.count] = subject;
    if (this.columns.length > 0) {
      this.columns[0][this.count] = expiry;
      this.columns[1][this.count] = context;
    }
    this.count++;
  }

  private grow(): void {
    this.objects = doubled(this.objects);
    this.subjects = doubled(this.subjects);
    for (let c = 0; c < this.columns.length; c++) this.columns[c] = doubled(this.columns[c]);
  }
}
