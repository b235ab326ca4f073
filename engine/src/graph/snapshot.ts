import { EngineError } from "../errors.ts";
import { Adjacency, type AdjacencyParts } from "./adjacency.ts";
import type { Numbers } from "./arrays.ts";
import { Dictionary } from "./dictionary.ts";
import { Graph } from "./graph.ts";
import { type NodeType, Partition } from "./partition.ts";

const MAGIC = 0x67616663; // "cfag", little-endian.
const VERSION = 1;
const PREAMBLE_BYTES = 12;

/** Where an array lies in the snapshot's body, in units of four bytes; null for one that is absent. */
type Span = readonly [start: number, length: number] | null;

interface AdjacencyHeader {
  readonly keys: Span;
  readonly offsets: Span;
  readonly values: Span;
  readonly columns: readonly Span[];
}

interface Header {
  readonly contexts: readonly string[];
  readonly types: readonly {
    readonly name: string;
    readonly seed: number;
    readonly pool: Span;
    readonly poolBytes: number;
    readonly ends: Span;
    readonly table: Span;
  }[];
  readonly partitions: readonly {
    readonly objectType: number;
    readonly relation: string;
    readonly subjectType: number;
    readonly subjectRelation: string;
    readonly wildcard: boolean;
    /** Null for tuples that always count. */
    readonly condition: string | null;
    readonly subjects: AdjacencyHeader;
    readonly objects: AdjacencyHeader;
  }[];
}

/**
 * The graph as bytes, to be stored and loaded again far quicker than from tuples: a preamble, a JSON header, and
 * the packed arrays as they lie in memory. Little-endian, as every machine that runs this is.
 */
export function encodeSnapshot(graph: Graph): Uint8Array<ArrayBuffer> {
  graph.compact();
  const body = new Body();
  const types = [...graph.allTypes()];
  const header: Header = {
    contexts: graph.contexts.all,
    types: types.map(({ name, dictionary }) => {
      const { seed, pool, ends, table } = dictionary.parts;
      return {
        name,
        seed,
        pool: body.addBytes(pool),
        poolBytes: pool.length,
        ends: body.add(ends),
        table: body.add(table),
      };
    }),
    partitions: [...graph.allPartitions()]
      .filter((partition) => partition.size > 0)
      .map(({ kind, subjects, objects }) => ({
        objectType: types.indexOf(kind.objectType),
        relation: kind.relation,
        subjectType: types.indexOf(kind.subjectType),
        subjectRelation: kind.subjectRelation,
        wildcard: kind.wildcard,
        condition: kind.condition ?? null,
        subjects: body.addAdjacency(subjects.parts),
        objects: body.addAdjacency(objects.parts),
      })),
  };
  return assemble(new TextEncoder().encode(JSON.stringify(header)), body);
}

/** The graph of a snapshot, which it goes on using: do not change the bytes. Throws `invalid_snapshot`. */
export function decodeSnapshot(bytes: Uint8Array<ArrayBuffer>): Graph {
  const { header, body } = disassemble(bytes);
  const at = (span: Span): Numbers => body.subarray(span?.[0] ?? 0, (span?.[0] ?? 0) + (span?.[1] ?? 0));
  const graph = new Graph();
  for (const text of header.contexts) graph.contexts.intern(text);
  const types: NodeType[] = header.types.map(({ name, seed, pool, poolBytes, ends, table }) => {
    const ids = new Uint8Array(bytes.buffer, at(pool).byteOffset, poolBytes);
    return { name, dictionary: Dictionary.from({ seed, pool: ids, ends: at(ends), table: at(table) }) };
  });
  for (const type of types) graph.adoptType(type);
  const adjacency = ({ keys, offsets, values, columns }: AdjacencyHeader) =>
    Adjacency.from({
      keys: keys === null ? undefined : at(keys),
      offsets: at(offsets),
      values: at(values),
      columns: columns.map(at),
    });
  for (const { objectType, subjectType, condition, subjects, objects, ...kind } of header.partitions) {
    const ends = { objectType: types[objectType], subjectType: types[subjectType] };
    const own = { ...kind, ...ends, condition: condition ?? undefined };
    graph.adopt(new Partition(own, adjacency(subjects), adjacency(objects)));
  }
  return graph;
}

/** The arrays of a snapshot, one after the other, each starting at a multiple of four bytes. */
class Body {
  length = 0;
  readonly arrays: { start: number; array: Numbers | Uint8Array }[] = [];

  add(array: Numbers): Span {
    const start = this.length;
    this.arrays.push({ start, array });
    this.length += array.length;
    return [start, array.length];
  }

  addBytes(array: Uint8Array): Span {
    const start = this.length;
    const length = Math.ceil(array.length / 4);
    this.arrays.push({ start, array });
    this.length += length;
    return [start, length];
  }

  addAdjacency({ keys, offsets, values, columns }: AdjacencyParts): AdjacencyHeader {
    return {
      keys: keys === undefined ? null : this.add(keys),
      offsets: this.add(offsets),
      values: this.add(values),
      columns: columns.map((column) => this.add(column)),
    };
  }
}

function assemble(header: Uint8Array, body: Body): Uint8Array<ArrayBuffer> {
  const bodyStart = align(PREAMBLE_BYTES + header.length);
  const bytes = new Uint8Array(bodyStart + body.length * 4);
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, VERSION, header.length]);
  bytes.set(header, PREAMBLE_BYTES);
  for (const { start, array } of body.arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), bodyStart + start * 4);
  }
  return bytes;
}

function disassemble(bytes: Uint8Array<ArrayBuffer>): { header: Header; body: Numbers } {
  const whole = bytes.byteLength >= PREAMBLE_BYTES && bytes.byteLength % 4 === 0 && bytes.byteOffset % 4 === 0;
  const [magic, version, headerLength] = whole ? new Uint32Array(bytes.buffer, bytes.byteOffset, 3) : [0, 0, 0];
  if (magic !== MAGIC || version !== VERSION) {
    throw new EngineError("invalid_snapshot", "These bytes are no snapshot that this version can read.");
  }
  const text = new TextDecoder().decode(bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + headerLength));
  const bodyStart = align(PREAMBLE_BYTES + headerLength);
  const body = new Uint32Array(bytes.buffer, bytes.byteOffset + bodyStart, (bytes.byteLength - bodyStart) / 4);
  // Written by `encodeSnapshot`, as the preamble says.
  return { header: JSON.parse(text) as Header, body };
}

function align(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
