import { isExpired } from "../expiry.ts";
import type { TupleKey } from "../tuple.ts";
import { Adjacency } from "./adjacency.ts";
import { Blocks } from "./blocks.ts";
import { Dictionary } from "./dictionary.ts";

/** Numbered objects and subjects of one type, with their tuples. */
export interface NodeType {
  readonly name: string;
  readonly dictionary: Dictionary;
  /** Subjects of the tuples whose object the node is. */
  readonly asObject: Blocks;
  /** Objects of the tuples whose subject the node is. */
  readonly asSubject: Blocks;
}

export function newNodeType(name: string): NodeType {
  return { name, dictionary: new Dictionary(), asObject: new Blocks(), asSubject: new Blocks() };
}

/** Kind of tuples in one partition: one relation, one kind of subject, one condition or none. */
export interface PartitionKind {
  readonly objectType: NodeType;
  readonly relation: string;
  readonly subjectType: NodeType;
  /** Empty unless the subjects are usersets. */
  readonly subjectRelation: string;
  /** Whether the subject is `type:*`. Its number is 0 then, whichever node 0 of the type is. */
  readonly wildcard: boolean;
  /**
   * Name of the condition, or the empty string for tuples that only expire. Undefined for tuples that always count,
   * which have no columns.
   */
  readonly condition: string | undefined;
}

/** Columns of a partition: expiry in seconds (0: never), and context number (0: none). */
export const EXPIRY = 0;
export const CONTEXT = 1;
const COLUMNS = 2;

/** Number of columns of tuples of the kind. */
export function widthOf({ condition }: Pick<PartitionKind, "condition">): number {
  return condition === undefined ? 0 : COLUMNS;
}

/** Tuples of one kind, readable by object and by subject. */
export class Partition {
  readonly kind: PartitionKind;
  /** Subjects by object; this direction has the columns. */
  readonly subjects: Adjacency;
  /** Objects by subject. */
  readonly objects: Adjacency;
  /** Changes whenever the tuples change, during the life of the graph. */
  version = 0;

  constructor(kind: PartitionKind) {
    const { objectType, subjectType } = kind;
    this.kind = kind;
    this.subjects = new Adjacency(objectType.asObject, objectType.asObject.addSlot(widthOf(kind)));
    this.objects = new Adjacency(subjectType.asSubject, subjectType.asSubject.addSlot(0));
  }

  get size(): number {
    return this.subjects.size;
  }

  set size(size: number) {
    this.subjects.size = size;
    this.objects.size = size;
  }

  has(object: number, subject: number): boolean {
    return this.subjects.has(object, subject);
  }

  /**
   * Whether the tuple at `index` of the last `subjects.seek` or `subjects.find` has expired at `now`, in
   * milliseconds since 1970.
   */
  hasExpired(index: number, now: number): boolean {
    if (this.kind.condition === undefined) return false;
    const expiry = this.subjects.column(EXPIRY, index);
    return expiry !== 0 && isExpired(expiry, now);
  }

  /** Adds the tuple, which must be absent. */
  add(object: number, subject: number, expiry: number, context: number): void {
    this.subjects.add(object, subject, widthOf(this.kind) === 0 ? [] : [expiry, context]);
    this.objects.add(subject, object, []);
  }

  /** Removes the tuple, which must be present. */
  remove(object: number, subject: number): void {
    this.subjects.remove(object, subject);
    this.objects.remove(subject, object);
  }

  /** Numbers of the tuple's object and subject; adds ids that are new. */
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

/** Compacts pending changes of a type's tuples; unless `always`, only if there are many. */
export function compactType({ dictionary, asObject, asSubject }: NodeType, always: boolean): void {
  asObject.compact(dictionary.size, always);
  asSubject.compact(subjectNodes(dictionary), always);
}

/** Number of nodes of a type as subjects: at least 1, because number 0 also represents the wildcard. */
export function subjectNodes({ size }: Dictionary): number {
  return Math.max(size, 1);
}
