import { formatTime } from "../expiry.ts";
import type { Dictionary } from "../graph/dictionary.ts";
import { Graph } from "../graph/graph.ts";
import { CONTEXT, EXPIRY, type NodeType, type Partition } from "../graph/partition.ts";
import { compareBytes, type Tuple, WILDCARD } from "../tuple.ts";
import { ALWAYS_WRITTEN, COLUMNS, type Column } from "./columns.ts";

/** Characters of a piece of text, about. */
const PIECE = 64 * 1024;

/**
 * Writes the graph as canonical CSV, piece by piece: the same tuples give the same bytes. Rows are sorted field by
 * field in byte order; lines end in LF; fields are quoted only where they must be; `condition`, `context` and
 * `expires_at` stand there only where a tuple uses them. Tuples that have expired at `now`, in milliseconds since 1970, are
 * left out. Do not change the graph meanwhile.
 */
export function* exportCsv(graph: Graph, now = Number.NEGATIVE_INFINITY): Generator<string> {
  const columns = COLUMNS.slice(0, ALWAYS_WRITTEN);
  const terms = termsUsed(graph, now);
  let piece = `${[...columns, ...terms].join(",")}\n`;
  for (const line of new Rows(graph, terms, now).lines()) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/** The tuples as canonical CSV, in one string. */
export function formatCsv(tuples: Iterable<Tuple>): string {
  return [...exportCsv(Graph.from(tuples))].join("");
}

function termsUsed(graph: Graph, now: number): Column[] {
  const used = new Set<Column>();
  for (const { kind, subjects, objectCount, size } of graph.allPartitions()) {
    if (kind.condition === undefined || size === 0) continue;
    for (const object of subjects.keysWithRows(objectCount)) {
      subjects.seek(object);
      for (let i = subjects.start; i < subjects.end; i++) {
        if (isOver(subjects.column(EXPIRY, i), now)) continue;
        if (kind.condition !== "") used.add("condition");
        if (subjects.column(EXPIRY, i) !== 0) used.add("expires_at");
        if (subjects.column(CONTEXT, i) !== 0) used.add("context");
      }
    }
  }
  return COLUMNS.filter((column) => used.has(column));
}

/** Partitions that differ in their condition only. Their tuples sort together, by the object's id. */
interface Group {
  /** The fields between the subject's id and the object's. */
  readonly middle: string;
  readonly partitions: readonly Partition[];
}

class Rows {
  private readonly graph: Graph;
  private readonly terms: readonly Column[];
  private readonly now: number;
  private readonly ranks = new Map<NodeType, Uint32Array>();

  constructor(graph: Graph, terms: readonly Column[], now: number) {
    this.graph = graph;
    this.terms = terms;
    this.now = now;
  }

  *lines(): Generator<string> {
    const types = [...this.graph.allTypes()].sort((a, b) => compareBytes(a.name, b.name));
    for (const type of types) {
      const partitions = this.graph.allPartitions().filter(({ kind, size }) => kind.subjectType === type && size > 0);
      const single = grouped(partitions.filter(({ kind }) => !kind.wildcard));
      const wildcard = grouped(partitions.filter(({ kind }) => kind.wildcard));
      const { dictionary } = type;
      let pending = wildcard.length > 0;
      for (const subject of single.length === 0 ? [] : orderOf(dictionary)) {
        const id = dictionary.id(subject);
        if (pending && compareBytes(id, WILDCARD) > 0) {
          pending = false;
          yield* this.linesOf(type, WILDCARD, 0, wildcard);
        }
        yield* this.linesOf(type, id, subject, single);
      }
      if (pending) yield* this.linesOf(type, WILDCARD, 0, wildcard);
    }
  }

  private *linesOf(type: NodeType, id: string, subject: number, groups: readonly Group[]): Generator<string> {
    const start = `${quoted(type.name)},${quoted(id)},`;
    for (const { middle, partitions } of groups) {
      const rows = partitions.flatMap((partition) => this.objectsOf(partition, subject));
      if (partitions.length > 1 || rows.length > 1) rows.sort((a, b) => a.rank - b.rank);
      for (const { partition, object } of rows) {
        const objectId = partition.kind.objectType.dictionary.id(object);
        const terms = this.terms.length === 0 ? "" : this.termsOf(partition, object, subject);
        yield `${start}${middle}${quoted(objectId)}${terms}\n`;
      }
    }
  }

  private objectsOf(partition: Partition, subject: number) {
    const { objects, subjects, kind } = partition;
    objects.seek(subject);
    const { values, start, end } = objects;
    if (start === end) return [];
    const ranks = this.ranksOf(kind.objectType);
    const rows = Array.from(values.subarray(start, end), (object) => ({ partition, object, rank: ranks[object] }));
    if (kind.condition === undefined) return rows;
    return rows.filter(({ object }) => !isOver(subjects.column(EXPIRY, subjects.find(object, subject)), this.now));
  }

  private termsOf(partition: Partition, object: number, subject: number): string {
    const { condition, context, expiresAt } = this.graph.tupleAt(partition, object, subject);
    const time = expiresAt === undefined ? undefined : formatTime(expiresAt);
    const fields: Partial<Record<Column, string | undefined>> = { condition, context, expires_at: time };
    return this.terms.map((column) => `,${quoted(fields[column] ?? "")}`).join("");
  }

  /** For each object its place among all of its type. */
  private ranksOf(type: NodeType): Uint32Array {
    const known = this.ranks.get(type);
    if (known !== undefined) return known;
    const ranks = new Uint32Array(type.dictionary.size);
    for (const [rank, object] of orderOf(type.dictionary).entries()) ranks[object] = rank;
    this.ranks.set(type, ranks);
    return ranks;
  }
}

/** Whether a tuple with this in its column `EXPIRY` has expired at a time in milliseconds. */
function isOver(expiry: number, now: number): boolean {
  return expiry !== 0 && now / 1000 >= expiry;
}

function grouped(partitions: readonly Partition[]): Group[] {
  const groups = new Map<string, { middle: readonly string[]; partitions: Partition[] }>();
  for (const partition of partitions) {
    const { subjectRelation, relation, objectType } = partition.kind;
    const middle = [subjectRelation, relation, objectType.name];
    const key = JSON.stringify(middle);
    const group = groups.get(key) ?? { middle, partitions: [] };
    group.partitions.push(partition);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => compareLists(a.middle, b.middle))
    .map(({ middle, partitions: together }) => ({ middle: `${middle.map(quoted)},`, partitions: together }));
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [i, text] of a.entries()) {
    const order = compareBytes(text, b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function orderOf(dictionary: Dictionary): Uint32Array {
  return Uint32Array.from({ length: dictionary.size }, (_, i) => i).sort((a, b) => dictionary.compare(a, b));
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
