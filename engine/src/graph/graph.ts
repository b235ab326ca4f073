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

/** Location of a tuple: its partition and the numbers of its object and subject. */
interface TupleLocation {
  readonly partition: Partition;
  readonly object: number;
  readonly subject: number;
}

/**
 * All tuples of a tenant, packed. Independent of a model: tuples that the current model doesn't allow stay here and
 * match nothing.
 */
export class Graph {
  readonly contexts: Contexts;
  private readonly types = new Map<string, NodeType>();
  /** Partitions that differ in their condition only, grouped: a fact is in at most one of them. */
  private readonly partitions = new Map<string, Partition[]>();
  /** In order of creation, which is the order of their slots. */
  private readonly all: Partition[] = [];
  private tupleCount = 0;
  /** Increases only, so that no version of a partition repeats. */
  private ticks = 0;
  /**
   * Tick at which temporary changes began, or undefined. Nothing is compacted meanwhile, so that the changes can be
   * undone.
   */
  private pinnedAt: number | undefined;

  constructor(contexts = new Contexts()) {
    this.contexts = contexts;
  }

  /**
   * Builds a graph in one pass, which is far faster than single `put` calls. Throws `duplicate_tuple` if a fact
   * appears with different conditions, contexts or expiries.
   */
  static from(tuples: Iterable<Tuple>): Graph {
    const loader = new Loader(new Graph());
    for (const tuple of tuples) loader.push(tuple);
    const graph = loader.finish();
    const [conflict] = loader.conflicts;
    if (conflict !== undefined) throw conflictingTuples(conflict);
    return graph;
  }

  /** Number of tuples. */
  get size(): number {
    return this.tupleCount;
  }

  /** Returns the stored tuple. */
  get(key: TupleKey): Tuple | undefined {
    const location = this.find(key);
    return location && this.tupleAt(location.partition, location.object, location.subject);
  }

  /** As `get`, for a tuple that hasn't expired at `now`, in milliseconds since 1970. */
  live(key: TupleKey, now: number): Tuple | undefined {
    const tuple = this.get(key);
    return tuple === undefined || hasExpired(tuple, now) ? undefined : tuple;
  }

  /** Whether `put` would change a result at `now`. An expired tuple can only end a stored one. */
  wouldChange(tuple: Tuple, now: number): boolean {
    const present = this.live(tuple, now);
    return present === undefined ? !hasExpired(tuple, now) : !sameConditionAndExpiry(present, tuple);
  }

  has(key: TupleKey): boolean {
    return this.find(key) !== undefined;
  }

  /** Stores the tuple, replacing one with the same fact. Returns whether anything changed. Throws `invalid_expiry`. */
  put(tuple: Tuple): boolean {
    // 32 bits would turn it into another time, or into *never*.
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

  /** Removes the tuple and returns it; undefined if it wasn't stored. */
  remove(key: TupleKey): Tuple | undefined {
    const location = this.find(key);
    if (location === undefined) return undefined;
    const { partition, object, subject } = location;
    const tuple = this.tupleAt(partition, object, subject);
    partition.remove(object, subject);
    this.recordChange(partition, -1);
    return tuple;
  }

  /** Runs the work with these tuples added and removed, then restores the graph, whatever happens. */
  withChanges<T>(
    { add = [], remove = [] }: { add?: readonly Tuple[]; remove?: readonly TupleKey[] },
    work: () => T,
  ): T {
    const { tupleCount } = this;
    const contexts = this.contexts.all.length;
    const sizes = [...this.types.values()].map(({ dictionary }) => ({ dictionary, size: dictionary.size }));
    const undoLog = new UndoLog();
    // Looking up an absent tuple adds no ids.
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

  /** Whether the partition has temporary changes. */
  isTemporary({ version }: Partition): boolean {
    return this.pinnedAt !== undefined && version > this.pinnedAt;
  }

  /**
   * Frozen copy for long work: later changes don't affect it, and it can't be changed. It takes hardly any memory of
   * its own.
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

  /** Iterates over all tuples, by partition. Don't change the graph meanwhile. */
  *tuples(): Generator<Tuple> {
    for (const partition of this.allPartitions()) {
      for (const object of partition.subjects.keysWithRows(partition.objectCount)) {
        partition.subjects.seek(object);
        const subjects = partition.subjects.values.slice(partition.subjects.start, partition.subjects.end);
        for (const subject of subjects) yield this.tupleAt(partition, object, subject);
      }
    }
  }

  /** Nodes of the type; creates the type if it is new. */
  type(name: string): NodeType {
    let type = this.types.get(name);
    if (type === undefined) {
      type = newNodeType(name);
      this.types.set(name, type);
    }
    return type;
  }

  /**
   * Partition of one kind of tuple; `suffix` is a userset's relation, `*` for the wildcard, and empty otherwise.
   * Always returns the same object, empty or not, so that programs can refer to it.
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

  /** Partition of the tuple, stored or not. */
  partitionFor(tuple: Tuple): Partition {
    const condition = tuple.condition ?? (tuple.expiresAt === undefined ? undefined : "");
    return this.partition(tuple.objectType, tuple.relation, tuple.subjectType, suffixOf(tuple), condition);
  }

  /** Groups of partitions that differ in their condition only. */
  groups(): Iterable<readonly Partition[]> {
    return this.partitions.values();
  }

  /** In order of creation. */
  allPartitions(): readonly Partition[] {
    return this.all;
  }

  allTypes(): Iterable<NodeType> {
    return this.types.values();
  }

  /** Adds a type with its tuples from elsewhere. Its partitions follow, in order of creation. */
  adoptType(type: NodeType): void {
    this.types.set(type.name, type);
  }

  adopt(partition: Partition): void {
    const { objectType, relation, subjectType, subjectRelation, wildcard } = partition.kind;
    const key = partitionKey(objectType.name, relation, subjectType.name, wildcard ? WILDCARD : subjectRelation);
    this.partitions.set(key, [...(this.partitions.get(key) ?? []), partition]);
    this.all.push(partition);
  }

  /** Counts the tuples of a partition that was filled directly. */
  registerLoaded(partition: Partition): void {
    partition.version = ++this.ticks;
    this.tupleCount += partition.size;
  }

  /** Compacts every pending change. */
  compact(): void {
    for (const type of this.types.values()) compactType(type, true);
  }

  /** Facts that are in two partitions, at most `limit`. Only loading can cause them. */
  *conflictsInSteps(meter: Meter, limit: number): Steps<TupleKey[]> {
    const found: TupleKey[] = [];
    for (const group of this.partitions.values()) {
      const siblings = group.filter(({ size }) => size > 0);
      if (siblings.length < 2) continue;
      for (let object = 0; object < siblings[0].objectCount; object++) {
        const lengths = siblings.map(({ subjects }) => subjects.length(object));
        meter.work += siblings.length * COST.row;
        if (meter.isDue) yield;
        // The longest row can have any length; the values of the others are looked up in it.
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

  /** Earliest expiry of all tuples, in seconds since 1970. */
  firstExpiry(): number | undefined {
    const { first } = this.scanExpiry({ partition: 0, object: 0 }, -1, Number.POSITIVE_INFINITY, 1);
    return first === Number.POSITIVE_INFINITY ? undefined : first;
  }

  /** Rows that a complete scan for expiries reads. */
  get expiryScanSize(): number {
    return this.all.reduce((sum, { kind, size, objectCount }) => {
      return kind.condition === undefined || size === 0 ? sum : sum + size + objectCount;
    }, 0);
  }

  /**
   * Scans for tuples that have expired at `now`, in seconds since 1970. Starts at a cursor, and ends after about
   * `maxRows` rows or `limit` tuples. `first` is the earliest expiry of the other tuples that it has read.
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
        // The same object may have more.
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

  /** Updates count and version, and compacts once there are many changes. */
  private recordChange(partition: Partition, by: number): void {
    partition.version = ++this.ticks;
    this.tupleCount += by;
    if (this.pinnedAt !== undefined) return;
    compactType(partition.kind.objectType, false);
    compactType(partition.kind.subjectType, false);
  }

  /** Saves the state that storing or removing the tuple may change. */
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

/** Position at which a scan continues: index of a partition, and an object of it. */
export interface ExpiryCursor {
  readonly partition: number;
  readonly object: number;
}

export interface ExpiryScan {
  readonly expired: readonly Tuple[];
  /** Earliest expiry in seconds since 1970; `Infinity` if no tuple expires. */
  readonly first: number;
  /** Rows that it has read. */
  readonly rows: number;
  /** Undefined if the scan is complete. */
  readonly next: ExpiryCursor | undefined;
}

export interface GraphStats {
  readonly tuples: number;
  /** Number of ids by type, objects and subjects together. */
  readonly objects: Readonly<Record<string, number>>;
  /** Memory of the packed structures. */
  readonly bytes: number;
}

/** Error for a fact that a request states twice, with different conditions, contexts or expiries. */
export function conflictingTuples(key: TupleKey): EngineError {
  const tuple = { subject: formatSubject(key), relation: key.relation, object: formatObject(key) };
  const message = `The tuple ${tuple.subject} ${tuple.relation} ${tuple.object} appears twice, with different conditions, contexts or expiries.`;
  return new EngineError("duplicate_tuple", message, { tuple });
}

/** Whether two tuples with the same fact have the same condition, context and expiry. */
export function sameConditionAndExpiry(a: Tuple, b: Tuple): boolean {
  return a.condition === b.condition && a.context === b.context && a.expiresAt === b.expiresAt;
}

function suffixOf(key: TupleKey): string {
  return key.subjectId === WILDCARD ? WILDCARD : key.subjectRelation;
}

/** Names contain no white space, so a line feed separates the parts of a key. */
function partitionKey(objectType: string, relation: string, subjectType: string, suffix: string): string {
  return `${objectType}\n${relation}\n${subjectType}\n${suffix}`;
}
