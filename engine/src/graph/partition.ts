import type { TupleKey } from "../tuple.ts";
import { Adjacency, type Pairs } from "./adjacency.ts";
import type { Dictionary } from "./dictionary.ts";

/** The objects or subjects of one type, numbered. */
export interface NodeType {
  readonly name: string;
  readonly dictionary: Dictionary;
}

/** Which tuples lie together: those of one relation with one kind of subject, under one condition or none. */
export interface PartitionKind {
  readonly objectType: NodeType;
  readonly relation: string;
  readonly subjectType: NodeType;
  /** Empty unless the subjects are usersets. */
  readonly subjectRelation: string;
  /** Whether the subject is `type:*`. It then has number 0, whatever node 0 of the type is. */
  readonly wildcard: boolean;
  /**
   * Undefined for tuples that always count; they have no columns. Otherwise the name of the condition, or the
   * empty string for tuples that only expire.
   */
  readonly condition: string | undefined;
}

/** The columns of a partition that has any: when the tuple ends (0: never), and the number of its context (0: none). */
export const EXPIRY = 0;
export const CONTEXT = 1;
const COLUMNS = 2;

/** The tuples of one kind, to be read from the object's side and from the subject's. */
export class Partition {
  readonly kind: PartitionKind;
  /** Object → its subjects; this direction has the columns. */
  readonly subjects: Adjacency;
  /** Subject → its objects. */
  readonly objects: Adjacency;
  /** Differs whenever the tuples differ, as long as the graph lives. */
  version = 0;

  constructor(kind: PartitionKind, subjects?: Adjacency, objects?: Adjacency) {
    this.kind = kind;
    this.subjects = subjects ?? new Adjacency(kind.condition === undefined ? 0 : COLUMNS);
    this.objects = objects ?? new Adjacency();
  }

  get size(): number {
    return this.subjects.size;
  }

  get bytes(): number {
    return this.subjects.bytes + this.objects.bytes;
  }

  has(object: number, subject: number): boolean {
    return this.subjects.has(object, subject);
  }

  /** The tuple must not be there. */
  add(object: number, subject: number, expiry: number, context: number): void {
    this.subjects.add(object, subject, expiry, context);
    this.objects.add(subject, object);
  }

  /** The tuple must be there. */
  remove(object: number, subject: number): void {
    this.subjects.remove(object, subject);
    this.objects.remove(subject, object);
  }

  /** Replaces everything; `keys` are objects, `values` subjects. */
  load(pairs: Pairs): void {
    const { keys, values, count } = pairs;
    this.subjects.load(pairs, this.objectCount, this.subjectCount);
    this.objects.load({ keys: values, values: keys, columns: [], count }, this.subjectCount, this.objectCount);
  }

  /** Folds pending changes in; or, unless `always`, only once they are more than an eighth of the rows. */
  compact(always: boolean): void {
    const { subjects, objects } = this;
    if (always || subjects.pending > Math.max(1000, this.objectCount / 8)) subjects.compact(this.objectCount);
    if (always || objects.pending > Math.max(1000, this.subjectCount / 8)) objects.compact(this.subjectCount);
  }

  /** The numbers of a tuple's two ends, given to them now if they have none yet. */
  intern(key: TupleKey): { object: number; subject: number } {
    const { objectType, subjectType, wildcard } = this.kind;
    return {
      object: objectType.dictionary.intern(key.objectId),
      subject: wildcard ? 0 : subjectType.dictionary.intern(key.subjectId),
    };
  }

  get objectCount(): number {
    return this.kind.objectType.dictionary.size;
  }

  get subjectCount(): number {
    return this.kind.wildcard ? 1 : this.kind.subjectType.dictionary.size;
  }
}
