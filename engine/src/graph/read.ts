import { compareBytes, type Tuple, type TupleKey, WILDCARD } from "../tuple.ts";
import { type Dictionary, UNKNOWN } from "./dictionary.ts";
import type { Graph } from "./graph.ts";
import type { Partition } from "./partition.ts";

/** What tuples are looked for; what is absent does not matter. An empty `subjectRelation` asks for single subjects. */
export type TupleFilter = Partial<TupleKey>;

/**
 * The tuples that match, from the one that follows `after` on, at most `limit`. They come by object type, relation
 * and kind of subject, and then by the object's and the subject's id, in byte order: a tuple's place depends on
 * nothing but what it states, so pages neither skip nor repeat what stays while they are read.
 */
export function readTuples(graph: Graph, filter: TupleFilter, after: TupleKey | undefined, limit: number): Tuple[] {
  const start = after && groupName(after);
  const groups = [...graph.groups()]
    .map((partitions) => ({ partitions, name: groupNameOf(partitions[0]) }))
    .filter(({ partitions, name }) => matches(partitions[0], filter) && (!start || compareNames(name, start) >= 0))
    .sort((a, b) => compareNames(a.name, b.name));
  const found: Tuple[] = [];
  for (const { partitions, name } of groups) {
    const from = start && compareNames(name, start) === 0 ? after : undefined;
    const wanted = limit - found.length;
    const rows = partitions.flatMap((partition) => new Rows(partition, filter).tuples(graph, from, wanted));
    if (partitions.length > 1) rows.sort(compareIds);
    found.push(...rows.slice(0, wanted));
    if (found.length === limit) break;
  }
  return found;
}

/** The tuples of one partition that match. */
class Rows {
  private readonly partition: Partition;
  private readonly objects: Dictionary;
  private readonly subjects: Dictionary;
  /** The filter's own, `UNKNOWN` where no tuple can have it, undefined where any will do. */
  private readonly object: number | undefined;
  private readonly subject: number | undefined;

  constructor(partition: Partition, { objectId, subjectId }: TupleFilter) {
    const { objectType, subjectType, wildcard } = partition.kind;
    this.partition = partition;
    this.objects = objectType.dictionary;
    this.subjects = subjectType.dictionary;
    this.object = objectId === undefined ? undefined : this.objects.indexOf(objectId);
    this.subject = subjectId === undefined ? undefined : wildcard ? 0 : this.subjects.indexOf(subjectId);
  }

  tuples(graph: Graph, after: TupleKey | undefined, limit: number): Tuple[] {
    const found: Tuple[] = [];
    // The object of `after` may have more subjects, so it comes again.
    for (const object of smallest(this.withRows(), this.objects, after?.objectId, true, limit + 1)) {
      const last = after !== undefined && this.objects.id(object) === after.objectId ? after.subjectId : undefined;
      for (const subject of this.subjectsOf(object, last, limit - found.length)) {
        found.push(graph.tupleAt(this.partition, object, subject));
      }
      if (found.length >= limit) break;
    }
    return found;
  }

  private withRows(): Iterable<number> {
    const { object, subject, partition } = this;
    if (object !== undefined) return object === UNKNOWN ? [] : [object];
    if (subject === undefined) return partition.subjects.keysWithRows(partition.objectCount);
    if (subject === UNKNOWN) return [];
    partition.objects.seek(subject);
    return partition.objects.values.slice(partition.objects.start, partition.objects.end);
  }

  private subjectsOf(object: number, after: string | undefined, limit: number): number[] {
    const { partition, subject } = this;
    if (partition.kind.wildcard) return after === undefined && partition.has(object, 0) ? [0] : [];
    if (subject !== undefined) {
      const follows = after === undefined || (subject !== UNKNOWN && this.isAfter(subject, after));
      return follows && partition.has(object, subject) ? [subject] : [];
    }
    partition.subjects.seek(object);
    const { values, start, end } = partition.subjects;
    return smallest(values.subarray(start, end), this.subjects, after, false, limit);
  }

  private isAfter(subject: number, after: string): boolean {
    return compareBytes(this.subjects.id(subject), after) > 0;
  }
}

/** The ids that come first in byte order, of those behind `after`, or from it on. */
function smallest(
  numbers: Iterable<number>,
  dictionary: Dictionary,
  after: string | undefined,
  inclusive: boolean,
  limit: number,
): number[] {
  const kept: number[] = [];
  for (const number of numbers) {
    if (kept.length === limit && dictionary.compare(number, kept[limit - 1]) > 0) continue;
    if (after !== undefined) {
      const order = compareBytes(dictionary.id(number), after);
      if (order < 0 || (order === 0 && !inclusive)) continue;
    }
    let at = kept.length;
    while (at > 0 && dictionary.compare(number, kept[at - 1]) < 0) at--;
    kept.splice(at, 0, number);
    if (kept.length > limit) kept.pop();
  }
  return kept;
}

function matches({ kind }: Partition, filter: TupleFilter): boolean {
  return (
    (filter.objectType ?? kind.objectType.name) === kind.objectType.name &&
    (filter.relation ?? kind.relation) === kind.relation &&
    (filter.subjectType ?? kind.subjectType.name) === kind.subjectType.name &&
    (filter.subjectRelation ?? kind.subjectRelation) === kind.subjectRelation &&
    (filter.subjectId === undefined || (filter.subjectId === WILDCARD) === kind.wildcard)
  );
}

/** What tuples lie under together, in the order in which they are read. */
type GroupName = readonly [objectType: string, relation: string, subjectType: string, suffix: string];

function groupName(key: TupleKey): GroupName {
  const suffix = key.subjectId === WILDCARD ? WILDCARD : key.subjectRelation;
  return [key.objectType, key.relation, key.subjectType, suffix];
}

function groupNameOf({ kind }: Partition): GroupName {
  const suffix = kind.wildcard ? WILDCARD : kind.subjectRelation;
  return [kind.objectType.name, kind.relation, kind.subjectType.name, suffix];
}

function compareNames(a: GroupName, b: GroupName): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 ? 0 : compareBytes(a[at], b[at]);
}

function compareIds(a: Tuple, b: Tuple): number {
  return compareBytes(a.objectId, b.objectId) || compareBytes(a.subjectId, b.subjectId);
}
