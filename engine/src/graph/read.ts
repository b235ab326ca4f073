import { compareBytes, type Tuple, type TupleKey, WILDCARD } from "../tuple.ts";
import { COST, Meter } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import { type Dictionary, UNKNOWN } from "./dictionary.ts";
import { type Candidates, firstIds } from "./first-ids.ts";
import type { Graph } from "./graph.ts";
import type { Partition } from "./partition.ts";

/** Filter for tuples; absent fields match everything. An empty `subjectRelation` matches single subjects. */
export type TupleFilter = Partial<TupleKey>;

/**
 * Reads at most `limit` tuples after `after` that match and haven't expired at `now`, in milliseconds since 1970.
 * They are ordered by object type, relation, kind of subject, object id and subject id, in byte order. The position
 * of a tuple depends only on its fact, so pages neither skip nor repeat unchanged tuples.
 */
export function readTuples(
  graph: Graph,
  filter: TupleFilter,
  after: TupleKey | undefined,
  limit: number,
  now: number,
): Tuple[] {
  return runSteps(readInSteps(new Meter(), graph, filter, after, limit, now));
}

/** As `readTuples`, in steps. */
export function* readInSteps(
  meter: Meter,
  graph: Graph,
  filter: TupleFilter,
  after: TupleKey | undefined,
  limit: number,
  now: number,
): Steps<Tuple[]> {
  const start = after && groupName(after);
  const groups = [...graph.groups()]
    .map((partitions) => ({ partitions, name: groupNameOf(partitions[0]) }))
    .filter(({ partitions, name }) => matches(partitions[0], filter) && (!start || compareNames(name, start) >= 0))
    .sort((a, b) => compareNames(a.name, b.name));
  meter.work += groups.length * COST.words;
  const found: Tuple[] = [];
  for (const { partitions, name } of groups) {
    const from = start && compareNames(name, start) === 0 ? after : undefined;
    const remaining = limit - found.length;
    const rows: Tuple[] = [];
    for (const partition of partitions) {
      if (partition.size === 0) continue;
      rows.push(...(yield* new Rows(meter, partition, filter, now).tuples(graph, from, remaining)));
    }
    if (partitions.length > 1) rows.sort(compareIds);
    found.push(...rows.slice(0, remaining));
    if (found.length === limit) break;
  }
  return found;
}

/** Matching tuples of one partition. */
class Rows {
  private readonly meter: Meter;
  private readonly partition: Partition;
  private readonly objects: Dictionary;
  private readonly subjects: Dictionary;
  /** Number in the filter; `UNKNOWN` if no tuple can match, undefined if all do. */
  private readonly object: number | undefined;
  private readonly subject: number | undefined;
  private readonly now: number;

  constructor(meter: Meter, partition: Partition, { objectId, subjectId }: TupleFilter, now: number) {
    const { objectType, subjectType, wildcard } = partition.kind;
    this.meter = meter;
    this.partition = partition;
    this.now = now;
    this.objects = objectType.dictionary;
    this.subjects = subjectType.dictionary;
    this.object = objectId === undefined ? undefined : this.objects.indexOf(objectId);
    this.subject = subjectId === undefined ? undefined : wildcard ? 0 : this.subjects.indexOf(subjectId);
  }

  *tuples(graph: Graph, after: TupleKey | undefined, limit: number): Steps<Tuple[]> {
    const found: Tuple[] = [];
    // The object of `after` may have more subjects, so it is included.
    const from = after && { id: after.objectId, inclusive: true };
    for (const object of yield* firstIds(this.meter, this.objects, this.withTuples(), from, limit + 1)) {
      const last = after !== undefined && this.objects.id(object) === after.objectId ? after.subjectId : undefined;
      const subjects = yield* this.subjectsOf(object, last, limit - found.length);
      for (const subject of subjects) {
        this.meter.work += COST.words;
        if (this.meter.isDue) yield;
        found.push(graph.tupleAt(this.partition, object, subject));
      }
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Objects that have a matching tuple. */
  private withTuples(): Candidates {
    const { object, subject, partition } = this;
    if (object !== undefined) return { count: 1, at: () => object };
    if (subject === undefined) {
      return { count: partition.objectCount, at: (key) => (this.hasAny(key) ? key : UNKNOWN) };
    }
    const { objects } = partition;
    return {
      count: objects.length(subject),
      at: (index) => {
        // Anew for each, since a comparison of ids may pause.
        objects.seek(subject);
        const key = objects.values[objects.start + index];
        return this.has(key, subject) ? key : UNKNOWN;
      },
    };
  }

  /** Whether the object has an unexpired tuple. */
  private hasAny(object: number): boolean {
    const { kind, subjects } = this.partition;
    // Without expiry, every row has a tuple.
    if (kind.condition === undefined) return subjects.length(object) > 0;
    subjects.seek(object);
    const { start, end } = subjects;
    for (let index = start; index < end; index++) {
      this.meter.work += COST.row;
      if (!this.partition.hasExpired(index, this.now)) return true;
    }
    return false;
  }

  private *subjectsOf(object: number, after: string | undefined, limit: number): Steps<number[]> {
    const { partition, subject, now } = this;
    if (subject === undefined) return yield* firstSubjects(this.meter, partition, object, { after, limit, now });
    const follows = after === undefined || (subject !== UNKNOWN && this.isAfter(subject, after));
    return follows && this.has(object, subject) ? [subject] : [];
  }

  private has(object: number, subject: number): boolean {
    const index = this.partition.subjects.find(object, subject);
    return index >= 0 && !this.partition.hasExpired(index, this.now);
  }

  private isAfter(subject: number, after: string): boolean {
    return !this.partition.kind.wildcard && compareBytes(this.subjects.id(subject), after) > 0;
  }
}

export interface SubjectsRequest {
  /** Id of the last subject of the previous page. */
  readonly after: string | undefined;
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** First subjects of an object's unexpired tuples in a partition, in byte order of their ids. */
export function* firstSubjects(
  meter: Meter,
  partition: Partition,
  object: number,
  { after, limit, now }: SubjectsRequest,
): Steps<number[]> {
  const { kind, subjects } = partition;
  const candidates: Candidates = {
    count: subjects.length(object),
    at: (index) => {
      // Anew for each, since a comparison of ids may pause.
      subjects.seek(object);
      const at = subjects.start + index;
      return partition.hasExpired(at, now) ? UNKNOWN : subjects.values[at];
    },
  };
  // The wildcard has a number and no id.
  if (kind.wildcard) return after === undefined && candidates.count > 0 && candidates.at(0) === 0 ? [0] : [];
  return yield* firstIds(meter, kind.subjectType.dictionary, candidates, after, limit);
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

/** Sort key of a group of tuples. */
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
