import { isOver } from "../expiry.ts";
import type { TupleKey } from "../tuple.ts";
import { Adjacency } from "./adjacency.ts";
import { Blocks } from "./blocks.ts";
import { Dictionary } from "./dictionary.ts";

/** The objects or subjects of one type, numbered, with the tuples they stand in. */
export interface NodeType {
  readonly name: string;
  readonly dictionary: Dictionary;
  /** By node: the subjects of the tuples whose object it is. */
  readonly asObject: Blocks;
  /** By node: the objects of the tuples whose subject it is. */
  readonly asSubject: Blocks;
}

export function newNodeType(name: string): NodeType {
  return { name, dictionary: new Dictionary(), asObject: new Blocks(), asSubject: new Blocks() };
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

/** How many columns the tuples of the kind have. */
export function widthOf({ condition }: Pick<PartitionKind, "condition">): number {
  return condition === undefined ? 0 : COLUMNS;
}

/** The tuples of one kind, to be read from the object's side and from the subject's. */
export class Partition {
  readonly kind: PartitionKind;
  /** Object → its subjects; this direction has the columns. */
  readonly subjects: Adjacency;
  /** Subject → its objects. */
  readonly objects: Adjacency;
  /** Differs whenever the tuples differ, as long as the graph lives. */
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
   * Whether a tuple has expired at a time, in milliseconds since 1970: that of the object last asked for with
   * `subjects.seek` or `subjects.find`, at this place.
   */
  hasExpired(index: number, now: number): boolean {
    if (this.kind.condition === undefined) return false;
    const expiry = this.subjects.column(EXPIRY, index);
    return expiry !== 0 && isOver(expiry, now);
  }

  /** The tuple must not be there. */
  add(object: number, subject: number, expiry: number, context: number): void {
    this.subjects.add(object, subject, widthOf(this.kind) === 0 ? [] : [expiry, context]);
    this.objects.add(subject, object, []);
  }

  /** The tuple must be there. */
  remove(object: number, subject: number): void {
    this.subjects.remove(object, subject);
    this.objects.remove(subject, object);
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

/** Folds pending changes of a type's tuples in; or, unless `always`, only once they have become many. */
export function compactType({ dictionary, asObject, asSubject }: NodeType, always: boolean): void {
  asObject.compact(dictionary.size, always);
  asSubject.compact(subjectNodes(dictionary), always);
}

/** How many nodes a type has as subjects: at least number 0, which also stands for everyone. */
export function subjectNodes({ size }: Dictionary): number {
  return Math.max(size, 1);
}
