import { EngineError } from "../errors.ts";
import { hasExpired, requireExpiry } from "../expiry.ts";
import { formatObject, formatSubject, type Tuple, type TupleKey, WILDCARD } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { Contexts } from "./contexts.ts";
import { UNKNOWN } from "./dictionary.ts";
import { Loader } from "./loader.ts";
import { CONTEXT, compactType, EXPIRY, type NodeType, newNodeType, Partition } from "./partition.ts";
import { UndoLog } from "./undo-log.ts";

/** Where a tuple lies: its partition and the numbers of its two ends. */
interface TupleLocation {
  readonly partition: Partition;
  readonly object: number;
  readonly subject: number;
}

/**
 * All tuples of a tenant, packed. It knows no model: which tuples mean anything is the model's to say,
 * so tuples that the present model no longer allows stay here, untouched and unmatched.
 */
export class Graph {
  readonly contexts: Contexts;
  private readonly types = new Map<string, NodeType>();
  /** Partitions that differ in their condition only, together: a fact lies in at most one of them. */
  private readonly partitions = new Map<string, Partition[]>();
  /** In the order in which they were made, which is that of their slots. */
  private readonly all: Partition[] = [];
  private tupleCount = 0;
  /** Only ever grows, so that no version of a partition comes twice. */
  private ticks = 0;
  /**
   * While tuples are in it for one piece of work only, how often it had changed before: nothing is folded in then, so that
   * they can go again. Undefined otherwise.
   */
  private pinnedAt: number | undefined;

  constructor(contexts = new Contexts()) {
    this.contexts = contexts;
  }

  /**
   * Packs the tuples in one go: far quicker than putting them one by one. Throws `conflicting_changes` where a fact is
   * stated on different terms.
   */
  static from(tuples: Iterable<Tuple>): Graph {
    const loader = new Loader(new Graph());
    for (const tuple of tuples) loader.push(tuple);
    const graph = loader.finish();
    const [conflict] = loader.conflicts;
    if (conflict !== undefined) throw conflictingTuples(conflict);
    return graph;
  }

  /** How many tuples there are. */
  get size(): number {
    return this.tupleCount;
  }

  /** The tuple as it is stored. */
  get(key: TupleKey): Tuple | undefined {
    const location = this.find(key);
    return location && this.tupleAt(location.partition, location.object, location.subject);
  }

  /** As `get`, for a tuple that has not expired at the time, in milliseconds since 1970. */
  live(key: TupleKey, now: number): Tuple | undefined {
    const tuple = this.get(key);
    return tuple === undefined || hasExpired(tuple, now) ? undefined : tuple;
  }

  /** Whether putting the tuple changes what counts at the time: one that has expired only ends what is there. */
  wouldChange(tuple: Tuple, now: number): boolean {
    const present = this.live(tuple, now);
    return present === undefined ? !hasExpired(tuple, now) : !sameConditionAndExpiry(present, tuple);
  }

  has(key: TupleKey): boolean {
    return this.find(key) !== undefined;
  }

  /** Stores the tuple in place of whatever states the same fact. Whether that changed anything. Throws `invalid_expiry`. */
  put(tuple: Tuple): boolean {
    // Stored in 32 bits it would be another time, or none.
    requireExpiry(tuple);
    const before = this.get(tuple);
    if (before !== undefined && sameConditionAndExpiry(before, tuple)) return false;
    if (before !== undefined) this.remove(before);
    const partition = this.partitionFor(tuple);
    const { object, subject } = partition.intern(tuple);
    partition.add(object, subject, tuple.expiresAt ?? 0, this.contexts.intern(tuple.context));
    this.recordChange(partition, 1);
    return true;
  }

  /** The tuple that was there. */
  remove(key: TupleKey): Tuple | undefined {
    const location = this.find(key);
    if (location === undefined) return undefined;
    const { partition, object, subject } = location;
    const tuple = this.tupleAt(partition, object, subject);
    partition.remove(object, subject);
    this.recordChange(partition, -1);
    return tuple;
  }

  /** Does the work on a graph with these tuples more and those less, and puts all back again, whatever happens. */
  withChanges<T>(
    { add = [], remove = [] }: { add?: readonly Tuple[]; remove?: readonly TupleKey[] },
    work: () => T,
  ): T {
    const { tupleCount } = this;
    const contexts = this.contexts.all.length;
    const sizes = [...this.types.values()].map(({ dictionary }) => ({ dictionary, size: dictionary.size }));
    const undoLog = new UndoLog();
    // What is not there gets no number by being looked for.
    const present = remove.filter((key) => this.has(key));
    const outer = this.pinnedAt;
    this.pinnedAt ??= this.ticks;
    try {
      for (const key of [...add, ...present]) this.save(key, undoLog);
      for (const key of present) this.remove(key);
      for (const tuple of add) this.put(tuple);
      return work();
    } finally {
      this.pinnedAt = outer;
      undoLog.restore();
      for (const { dictionary, size } of sizes) dictionary.truncate(size);
      this.contexts.truncate(contexts);
      this.tupleCount = tupleCount;
    }
  }

  /** Whether the partition holds tuples, or lacks some, for one piece of work only. */
  isTemporary({ version }: Partition): boolean {
    return this.pinnedAt !== undefined && version > this.pinnedAt;
  }

  /**
   * The graph as it is now, for good, however this one changes: for what takes long. Its tuples can't be changed, and it
   * takes hardly any memory of its own.
   */
  frozen(): Graph {
    const copy = new Graph(this.contexts);
    const types = new Map<NodeType, NodeType>();
    for (const type of this.types.values()) {
      const { name, dictionary, asObject, asSubject } = type;
      const own = { name, dictionary: dictionary.frozen(), asObject: asObject.frozen(), asSubject: asSubject.frozen() };
      types.set(type, own);
      copy.adoptType(own);
    }
    for (const { kind, size } of this.all) {
      const objectType = types.get(kind.objectType) ?? kind.objectType;
      const subjectType = types.get(kind.subjectType) ?? kind.subjectType;
      const partition = new Partition({ ...kind, objectType, subjectType });
      partition.size = size;
      copy.adopt(partition);
      copy.registerLoaded(partition);
    }
    return copy;
  }

  /** Every tuple, partition by partition. Do not change the graph while iterating. */
  *tuples(): Generator<Tuple> {
    for (const partition of this.allPartitions()) {
      for (const object of partition.subjects.keysWithRows(partition.objectCount)) {
        partition.subjects.seek(object);
        const subjects = partition.subjects.values.slice(partition.subjects.start, partition.subjects.end);
        for (const subject of subjects) yield this.tupleAt(partition, object, subject);
      }
    }
  }

  /** The type's nodes; made if nothing has named the type before. */
  type(name: string): NodeType {
    let type = this.types.get(name);
    if (type === undefined) {
      type = newNodeType(name);
      this.types.set(name, type);
    }
    return type;
  }

  /**
   * Where tuples of one kind lie; `suffix` is a userset's relation, `*` for the wildcard, empty otherwise.
   * The same object for good, empty or not, so that programs can hold on to it.
   */
  partition(
    objectType: string,
    relation: string,
    subjectType: string,
    suffix: string,
    condition: string | undefined,
  ): Partition {
    const key = partitionKey(objectType, relation, subjectType, suffix);
    const siblings = this.partitions.get(key) ?? [];
    const found = siblings.find((partition) => partition.kind.condition === condition);
    if (found !== undefined) return found;
    const partition = new Partition({
      objectType: this.type(objectType),
      relation,
      subjectType: this.type(subjectType),
      subjectRelation: suffix === WILDCARD ? "" : suffix,
      wildcard: suffix === WILDCARD,
      condition,
    });
    this.adopt(partition);
    return partition;
  }

  /** Where this tuple lies, or would. */
  partitionFor(tuple: Tuple): Partition {
    const condition = tuple.condition ?? (tuple.expiresAt === undefined ? undefined : "");
    return this.partition(tuple.objectType, tuple.relation, tuple.subjectType, suffixOf(tuple), condition);
  }

  /** Partitions that differ in their condition only, together. */
  groups(): Iterable<readonly Partition[]> {
    return this.partitions.values();
  }

  /** In the order in which they were made. */
  allPartitions(): readonly Partition[] {
    return this.all;
  }

  allTypes(): Iterable<NodeType> {
    return this.types.values();
  }

  /** Takes in a type that was made elsewhere, with its tuples; then its partitions, in the order in which they were made. */
  adoptType(type: NodeType): void {
    this.types.set(type.name, type);
  }

  adopt(partition: Partition): void {
    const { objectType, relation, subjectType, subjectRelation, wildcard } = partition.kind;
    const key = partitionKey(objectType.name, relation, subjectType.name, wildcard ? WILDCARD : subjectRelation);
    this.partitions.set(key, [...(this.partitions.get(key) ?? []), partition]);
    this.all.push(partition);
  }

  /** Says that a partition has been filled behind the graph's back. */
  registerLoaded(partition: Partition): void {
    partition.version = ++this.ticks;
    this.tupleCount += partition.size;
  }

  /** Folds every pending change into the packed arrays. */
  compact(): void {
    for (const type of this.types.values()) compactType(type, true);
  }

  /** Facts that lie in two partitions, which only loading can bring about; `limit` of them at most. */
  *conflictsInSteps(meter: Meter, limit: number): Steps<TupleKey[]> {
    const found: TupleKey[] = [];
    for (const group of this.partitions.values()) {
      const siblings = group.filter(({ size }) => size > 0);
      if (siblings.length < 2) continue;
      for (let object = 0; object < siblings[0].objectCount; object++) {
        const lengths = siblings.map(({ subjects }) => subjects.length(object));
        meter.work += siblings.length * COST.row;
        if (meter.isDue) yield;
        // The longest row may be of any length; of the others there is something to be found in it.
        const largest = siblings[lengths.indexOf(Math.max(...lengths))];
        const seen = new Set<number>();
        for (const [index, partition] of siblings.entries()) {
          if (partition === largest || lengths[index] === 0) continue;
          partition.subjects.seek(object);
          const { values, start, end } = partition.subjects;
          for (let i = start; i < end; i++) {
            meter.work += COST.pair;
            if (meter.isDue) yield;
            const isFirst = seen.size < seen.add(values[i]).size;
            if (isFirst && !largest.has(object, values[i])) continue;
            found.push(this.tupleAt(partition, object, values[i]));
            if (found.length === limit) return found;
          }
        }
      }
    }
    return found;
  }

  /** When the first tuple ends that has an end, in seconds since 1970. */
  firstExpiry(): number | undefined {
    const { first } = this.scanExpiry({ partition: 0, object: 0 }, -1, Number.POSITIVE_INFINITY, 1);
    return first === Number.POSITIVE_INFINITY ? undefined : first;
  }

  /** How much there is to look through for tuples that have an end. */
  get expiryScanSize(): number {
    return this.all.reduce((sum, { kind, size, objectCount }) => {
      return kind.condition === undefined || size === 0 ? sum : sum + size + objectCount;
    }, 0);
  }

  /**
   * Looks for tuples that no longer count at the time, in seconds since 1970: from a place on, until it has seen about
   * `most` or found `limit`. Of all others that it has seen, `first` is when the first ends.
   */
  scanExpiry(from: ExpiryCursor, now: number, maxRows: number, limit: number): ExpiryScan {
    const expired: Tuple[] = [];
    let first = Number.POSITIVE_INFINITY;
    let rows = 0;
    for (let index = from.partition; index < this.all.length; index++) {
      const partition = this.all[index];
      if (partition.kind.condition === undefined || partition.size === 0) continue;
      for (let object = index === from.partition ? from.object : 0; object < partition.objectCount; object++) {
        if (rows >= maxRows) return { expired, first, rows, next: { partition: index, object } };
        partition.subjects.seek(object);
        const { values, start, end } = partition.subjects;
        rows += 1 + end - start;
        const found: number[] = [];
        for (let i = start; i < end; i++) {
          const ends = values[i + end - start];
          if (ends === 0 || ends > now) first = Math.min(first, ends === 0 ? first : ends);
          else if (expired.length + found.length < limit) found.push(values[i]);
        }
        for (const subject of found) expired.push(this.tupleAt(partition, object, subject));
        // There may be more of this one.
        if (expired.length === limit) return { expired, first, rows, next: { partition: index, object } };
      }
    }
    return { expired, first, rows, next: undefined };
  }

  stats(): GraphStats {
    let { bytes } = this.contexts;
    const objects: Record<string, number> = {};
    for (const type of this.types.values()) {
      objects[type.name] = type.dictionary.size;
      bytes += type.dictionary.bytes + type.asObject.bytes + type.asSubject.bytes;
    }
    return { tuples: this.tupleCount, objects, bytes };
  }

  tupleAt({ kind, subjects }: Partition, object: number, subject: number): Tuple {
    const key = {
      subjectType: kind.subjectType.name,
      subjectId: kind.wildcard ? WILDCARD : kind.subjectType.dictionary.id(subject),
      subjectRelation: kind.subjectRelation,
      relation: kind.relation,
      objectType: kind.objectType.name,
      objectId: kind.objectType.dictionary.id(object),
    };
    if (kind.condition === undefined) return key;
    const at = subjects.find(object, subject);
    const expiresAt = subjects.column(EXPIRY, at);
    const context = this.contexts.text(subjects.column(CONTEXT, at));
    return {
      ...key,
      ...(kind.condition !== "" && { condition: kind.condition }),
      ...(context !== undefined && { context }),
      ...(expiresAt !== 0 && { expiresAt }),
    };
  }

  private find(key: TupleKey): TupleLocation | undefined {
    const siblings = this.partitions.get(partitionKey(key.objectType, key.relation, key.subjectType, suffixOf(key)));
    if (siblings === undefined) return undefined;
    const { objectType, subjectType, wildcard } = siblings[0].kind;
    const object = objectType.dictionary.indexOf(key.objectId);
    const subject = wildcard ? 0 : subjectType.dictionary.indexOf(key.subjectId);
    if (object === UNKNOWN || subject === UNKNOWN) return undefined;
    const partition = siblings.find((candidate) => candidate.has(object, subject));
    return partition && { partition, object, subject };
  }

  /** Counts a tuple more or less, and folds changes in once they are many. */
  private recordChange(partition: Partition, by: number): void {
    partition.version = ++this.ticks;
    this.tupleCount += by;
    if (this.pinnedAt !== undefined) return;
    compactType(partition.kind.objectType, false);
    compactType(partition.kind.subjectType, false);
  }

  /** Saves what storing or removing the tuple may change. */
  private save(key: Tuple, undoLog: UndoLog): void {
    const partition = this.partitionFor(key);
    const { object, subject } = partition.intern(key);
    const { objectType, subjectType } = partition.kind;
    undoLog.add(objectType.asObject, object);
    undoLog.add(subjectType.asSubject, subject);
    const text = partitionKey(key.objectType, key.relation, key.subjectType, suffixOf(key));
    for (const sibling of this.partitions.get(text) ?? []) undoLog.addPartition(sibling);
  }
}

/** Where a scan goes on: a partition by its place, and an object of it. */
export interface ExpiryCursor {
  readonly partition: number;
  readonly object: number;
}

export interface ExpiryScan {
  readonly expired: readonly Tuple[];
  /** In seconds since 1970; infinite where none has an end. */
  readonly first: number;
  /** How much it has seen. */
  readonly rows: number;
  /** Undefined where it has seen all. */
  readonly next: ExpiryCursor | undefined;
}

export interface GraphStats {
  readonly tuples: number;
  /** How many ids each type has, objects and subjects alike. */
  readonly objects: Readonly<Record<string, number>>;
  /** Memory of the packed structures. */
  readonly bytes: number;
}

/** That one fact is stated on two terms where it can be stated once. */
export function conflictingTuples(key: TupleKey): EngineError {
  const tuple = { subject: formatSubject(key), relation: key.relation, object: formatObject(key) };
  const message = `The tuple ${tuple.subject} ${tuple.relation} ${tuple.object} is given twice, on different terms.`;
  return new EngineError("conflicting_changes", message, { tuple });
}

/** Whether two tuples that state the same fact count under the same terms. */
export function sameConditionAndExpiry(a: Tuple, b: Tuple): boolean {
  return a.condition === b.condition && a.context === b.context && a.expiresAt === b.expiresAt;
}

function suffixOf(key: TupleKey): string {
  return key.subjectId === WILDCARD ? WILDCARD : key.subjectRelation;
}

/** Names hold no white space, so a line feed keeps the parts of a key apart. */
function partitionKey(objectType: string, relation: string, subjectType: string, suffix: string): string {
  return `${objectType}\n${relation}\n${subjectType}\n${suffix}`;
}
