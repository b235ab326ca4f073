import type { Column } from "../csv/columns.ts";
import { csvText, OPTIONAL_COLUMNS } from "../csv/text.ts";
import { Graph } from "../graph/graph.ts";
import { CONTEXT, EXPIRY, type NodeType, type Partition } from "../graph/partition.ts";
import { JSON_TEXT, JSONL_TEXT, YAML_TEXT } from "../json/text.ts";
import { compareBytes, type Tuple, WILDCARD } from "../tuple.ts";
import { COST, Meter } from "../work/meter.ts";
import { sortInSteps } from "../work/sort.ts";
import type { Steps } from "../work/steps.ts";
import type { TupleFormat } from "./tuple-format.ts";
import type { TupleText } from "./tuple-text.ts";

/** Approximate characters of a piece. */
const PIECE = 64 * 1024;
const TEXTS: Readonly<Record<Exclude<TupleFormat, "csv">, TupleText>> = {
  jsonl: JSONL_TEXT,
  json: JSON_TEXT,
  yaml: YAML_TEXT,
};

/**
 * Exports the graph in canonical form, in pieces: equal tuples give equal bytes. Tuples are sorted by the fields of CSV
 * in byte order, and lines end in LF. CSV quotes fields only if necessary, and has `condition`, `context` and
 * `expires_at` only if a tuple uses them. Omits tuples that have expired at `now`, in milliseconds since 1970. Don't
 * change the graph meanwhile.
 */
export function* exportTuples(graph: Graph, format: TupleFormat, now?: number): Generator<string> {
  for (const piece of exportInSteps(new Meter(), graph, now, format)) if (piece !== "") yield piece;
}

/** As `exportTuples`, for CSV. */
export function exportCsv(graph: Graph, now?: number): Generator<string> {
  return exportTuples(graph, "csv", now);
}

/** As `exportTuples`, with an empty piece at every pause. */
export function* exportInSteps(
  meter: Meter,
  graph: Graph,
  now = Number.NEGATIVE_INFINITY,
  format: TupleFormat = "csv",
): Generator<string, void> {
  const text = format === "csv" ? csvText(yield* pausing(usedColumns(meter, graph, now))) : TEXTS[format];
  let piece = "";
  let before = text.begin;
  let isEmpty = true;
  for (const row of new Rows(meter, graph, text, now).all()) {
    if (row !== "") {
      piece += before + row;
      before = text.separator;
      isEmpty = false;
    }
    if (piece.length < PIECE && !meter.isDue) continue;
    yield piece;
    piece = "";
  }
  yield isEmpty ? text.empty : piece + text.end;
}

/** Runs steps that write nothing, with an empty piece at every pause. */
function* pausing<T>(steps: Steps<T>): Generator<string, T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield "";
  }
}

/** Formats the tuples in canonical form. */
export function formatTuples(tuples: Iterable<Tuple>, format: TupleFormat): string {
  return [...exportTuples(Graph.from(tuples), format)].join("");
}

/** Formats the tuples as canonical CSV. */
export function formatCsv(tuples: Iterable<Tuple>): string {
  return formatTuples(tuples, "csv");
}

function* usedColumns(meter: Meter, graph: Graph, now: number): Steps<Column[]> {
  const used = new Set<Column>();
  for (const partition of graph.allPartitions()) {
    const { kind, subjects, objectCount, size } = partition;
    if (kind.condition === undefined || size === 0) continue;
    for (let object = 0; object < objectCount && used.size < OPTIONAL_COLUMNS.length; object++) {
      subjects.seek(object);
      meter.work += COST.row * (1 + subjects.end - subjects.start);
      for (let i = subjects.start; i < subjects.end; i++) {
        if (partition.hasExpired(i, now)) continue;
        if (kind.condition !== "") used.add("condition");
        if (subjects.column(EXPIRY, i) !== 0) used.add("expires_at");
        if (subjects.column(CONTEXT, i) !== 0) used.add("context");
      }
      if (meter.isDue) yield;
    }
  }
  return OPTIONAL_COLUMNS.filter((column) => used.has(column));
}

/** Partitions that differ in their condition only. Their tuples are sorted together, by the object's id. */
interface Group {
  /** Fields between the subject's id and the object's. */
  readonly middle: string;
  readonly partitions: readonly Partition[];
}

class Rows {
  private readonly meter: Meter;
  private readonly graph: Graph;
  private readonly text: TupleText;
  private readonly now: number;
  private readonly orders = new Map<NodeType, Order>();

  constructor(meter: Meter, graph: Graph, text: TupleText, now: number) {
    this.meter = meter;
    this.graph = graph;
    this.text = text;
    this.now = now;
  }

  *all(): Generator<string, void> {
    const types = [...this.graph.allTypes()].sort((a, b) => compareBytes(a.name, b.name));
    for (const type of types) {
      const partitions = this.graph.allPartitions().filter(({ kind, size }) => kind.subjectType === type && size > 0);
      const single = this.grouped(partitions.filter(({ kind }) => !kind.wildcard));
      const wildcard = this.grouped(partitions.filter(({ kind }) => kind.wildcard));
      const { dictionary } = type;
      let pending = wildcard.length > 0;
      for (const subject of single.length === 0 ? [] : (yield* this.orderOf(type)).ids) {
        const id = dictionary.id(subject);
        if (pending && compareBytes(id, WILDCARD) > 0) {
          pending = false;
          yield* this.rowsOf(type, WILDCARD, 0, wildcard);
        }
        this.meter.work += COST.words + single.length * COST.row;
        if (this.meter.isDue) yield "";
        yield* this.rowsOf(type, id, subject, single);
      }
      if (pending) yield* this.rowsOf(type, WILDCARD, 0, wildcard);
    }
  }

  private *rowsOf(type: NodeType, id: string, subject: number, groups: readonly Group[]): Generator<string, void> {
    const { text } = this;
    const start = text.subject(type.name, id);
    for (const { middle, partitions } of groups) {
      const { objectType } = partitions[0].kind;
      for (const object of yield* this.objectsOf(partitions, subject)) {
        // Each fact is in exactly one of them.
        const partition =
          partitions.find((one) => partitions.length === 1 || one.has(object, subject)) ?? partitions[0];
        const isPlain = partition.kind.condition === undefined;
        const rest = isPlain ? text.plain : text.optional(this.graph.tupleAt(partition, object, subject));
        this.meter.work += COST.words;
        yield start + middle + text.object(objectType.dictionary.id(object)) + rest;
      }
    }
  }

  /** Objects of the subject's unexpired tuples in all of the partitions, in byte order of their ids. */
  private *objectsOf(partitions: readonly Partition[], subject: number): Generator<string, Uint32Array> {
    const rows = partitions.map((partition) => this.liveObjects(partition, subject));
    const count = rows.reduce((sum, { length }) => sum + length, 0);
    if (count <= 1) return rows.find(({ length }) => length > 0) ?? new Uint32Array(0);
    const { ids, ranks } = yield* this.orderOf(partitions[0].kind.objectType);
    const sorted = new Uint32Array(count);
    let at = 0;
    for (const row of rows) for (const object of row) sorted[at++] = ranks[object];
    yield* pausing(sortInSteps(this.meter, sorted, (a, b) => a - b));
    return sorted.map((rank) => ids[rank]);
  }

  private liveObjects(partition: Partition, subject: number): Uint32Array {
    const { kind, objects, subjects } = partition;
    objects.seek(subject);
    const row = objects.values.subarray(objects.start, objects.end);
    if (kind.condition === undefined) return row;
    this.meter.work += row.length * COST.row;
    return row.filter((object) => !partition.hasExpired(subjects.find(object, subject), this.now));
  }

  private *orderOf(type: NodeType): Generator<string, Order> {
    const known = this.orders.get(type);
    if (known !== undefined) return known;
    const { dictionary } = type;
    const ids = Uint32Array.from({ length: dictionary.size }, (_, i) => i);
    yield* pausing(sortInSteps(this.meter, ids, (a, b) => dictionary.compare(a, b)));
    const ranks = new Uint32Array(ids.length);
    for (let rank = 0; rank < ids.length; rank++) ranks[ids[rank]] = rank;
    const order = { ids, ranks };
    this.orders.set(type, order);
    return order;
  }

  private grouped(partitions: readonly Partition[]): Group[] {
    const groups = new Map<string, { names: Names; partitions: Partition[] }>();
    for (const partition of partitions) {
      const { subjectRelation, relation, objectType } = partition.kind;
      const names: Names = [subjectRelation, relation, objectType.name];
      const key = JSON.stringify(names);
      const group = groups.get(key) ?? { names, partitions: [] };
      group.partitions.push(partition);
      groups.set(key, group);
    }
    return [...groups.values()]
      .sort((a, b) => compareLists(a.names, b.names))
      .map(({ names, partitions: together }) => ({ middle: this.text.names(...names), partitions: together }));
  }
}

type Names = readonly [subjectRelation: string, relation: string, objectType: string];

/** Nodes of a type in byte order of their ids, and the rank of each node. */
interface Order {
  readonly ids: Uint32Array;
  readonly ranks: Uint32Array;
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [i, text] of a.entries()) {
    const order = compareBytes(text, b[i]);
    if (order !== 0) return order;
  }
  return 0;
}
