import { compareBytes, type Tuple, type TupleKey, WILDCARD } from "../tuple.ts";
import type { Numbers } from "./arrays.ts";
import { type Dictionary, UNKNOWN } from "./dictionary.ts";
import type { Graph } from "./graph.ts";
import { EXPIRY, type Partition } from "./partition.ts";

/** What tuples are looked for; what is absent does not matter. An empty `subjectRelation` asks for single subjects. */
export type TupleFilter = Partial<TupleKey>;

/**
 * The tuples that match and have not expired at `now`, in milliseconds since 1970, from the one that follows `after` on, at
 * most `limit`. They come by object type, relation
 * and kind of subject, and then by the object's and the subject's id, in byte order: a tuple's place depends on
 * nothing but what it states, so pages neither skip nor repeat what stays while they are read.
 */
export function readTuples(
  graph: Graph,
  filter: TupleFilter,
  after: TupleKey | undefined,
  limit: number,
  now: number,
): Tuple[] {
  const start = after && groupName(after);
  const groups = [...graph.groups()]
    .map((partitions) => ({ partitions, name: groupNameOf(partitions[0]) }))
    .filter(({ partitions, name }) => matches(partitions[0], filter) && (!start || compareNames(name, start) >= 0))
    .sort((a, b) => compareNames(a.name, b.name));
  const found: Tuple[] = [];
  for (const { partitions, name } of groups) {
    const from = start && compareNames(name, start) === 0 ? after : undefined;
    const wanted = limit - found.length;
    const rows = partitions.flatMap((partition) => new Rows(partition, filter, now).tuples(graph, from, wanted));
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
  private readonly now: number;

  constructor(partition: Partition, { objectId, subjectId }: TupleFilter, now: number) {
    const { objectType, subjectType, wildcard } = partition.kind;
    this.partition = partition;
    this.now = now;
    this.objects = objectType.dictionary;
    this.subjects = subjectType.dictionary;
    this.object = objectId === undefined ? undefined : this.objects.indexOf(objectId);
    this.subject = subjectId === undefined ? undefined : wildcard ? 0 : this.subjects.indexOf(subjectId);
  }

  tuples(graph: Graph, after: TupleKey | undefined, limit: number): Tuple[] {
    const found: Tuple[] = [];
    // The object of `after` may have more subjects, so it comes again.
    for (const object of smallest(this.withTuples(), this.objects, after?.objectId, true, limit + 1)) {
      const last = after !== undefined && this.objects.id(object) === after.objectId ? after.subjectId : undefined;
      for (const subject of this.subjectsOf(object, last, limit - found.length)) {
        found.push(graph.tupleAt(this.partition, object, subject));
      }
      if (found.length >= limit) break;
    }
    return found;
  }

  /** The objects that have a tuple that matches. */
  private *withTuples(): Generator<number> {
    for (const object of this.withRows()) {
      // Where nothing expires, whatever has a row that may match has a tuple.
      if (this.partition.kind.condition === undefined || this.matching(object).length > 0) yield object;
    }
  }

  private withRows(): Iterable<number> {
    const { object, subject, partition } = this;
    if (object !== undefined) return object === UNKNOWN ? [] : [object];
    if (subject === undefined) return partition.subjects.keysWithRows(partition.objectCount);
    if (subject === UNKNOWN) return [];
    partition.objects.seek(subject);
    return partition.objects.values.slice(partition.objects.start, partition.objects.end);
  }

  private subjectsOf(object: number, after: string | undefined, limit: number): Iterable<number> {
    const found = this.matching(object);
    // Everyone has a number and no id.
    if (this.partition.kind.wildcard) return after === undefined ? found : [];
    return smallest(found, this.subjects, after, false, limit);
  }

  /** The subjects of the object's tuples that match and have not expired, in no order. */
  private matching(object: number): readonly number[] | Numbers {
    const { subjects, kind } = this.partition;
    const only = kind.wildcard ? 0 : this.subject;
    if (only !== undefined) {
      const at = only === UNKNOWN ? -1 : subjects.find(object, only);
      return at >= 0 && this.isLive(at) ? [only] : [];
    }
    subjects.seek(object);
    const { values, start, end } = subjects;
    const row = values.subarray(start, end);
    return kind.condition === undefined ? row : row.filter((_, i) => this.isLive(start + i));
  }

  /** Whether the tuple at this place of the row last asked for has not expired. */
  private isLive(place: number): boolean {
    if (this.partition.kind.condition === undefined) return true;
    const expiry = this.partition.subjects.column(EXPIRY, place);
    return expiry === 0 || this.now / 1000 < expiry;
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
