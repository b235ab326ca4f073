import { EngineError } from "../errors.ts";
import type { Numbers } from "./arrays.ts";
import { Blocks } from "./blocks.ts";
import { Dictionary } from "./dictionary.ts";
import { Graph } from "./graph.ts";
import { type NodeType, Partition } from "./partition.ts";

const MAGIC = 0x67616663; // "cfag", little-endian.
const VERSION = 2;
const PREAMBLE_BYTES = 12;

/** Where an array lies in the snapshot's body, in units of four bytes. */
type Span = readonly [start: number, length: number];

interface BlocksHeader {
  readonly offsets: Span;
  readonly words: Span;
}

interface Header {
  readonly contexts: readonly string[];
  readonly types: readonly {
    readonly name: string;
    readonly seed: number;
    readonly bits: number;
    readonly pool: Span;
    readonly starts: Span;
    readonly table: Span;
    readonly asObject: BlocksHeader;
    readonly asSubject: BlocksHeader;
  }[];
  /** In the order in which they were made, so that each gets its slots back. */
  readonly partitions: readonly {
    readonly objectType: number;
    readonly relation: string;
    readonly subjectType: number;
    readonly subjectRelation: string;
    readonly wildcard: boolean;
    /** Null for tuples that always count. */
    readonly condition: string | null;
    readonly size: number;
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
    types: types.map(({ name, dictionary, asObject, asSubject }) => {
      const { seed, bits, pool, starts, table } = dictionary.parts;
      return {
        name,
        seed,
        bits,
        pool: body.add(pool),
        starts: body.add(starts),
        table: body.add(table),
        asObject: body.addBlocks(asObject),
        asSubject: body.addBlocks(asSubject),
      };
    }),
    partitions: graph.allPartitions().map(({ kind, size }) => ({
      objectType: types.indexOf(kind.objectType),
      relation: kind.relation,
      subjectType: types.indexOf(kind.subjectType),
      subjectRelation: kind.subjectRelation,
      wildcard: kind.wildcard,
      condition: kind.condition ?? null,
      size,
    })),
  };
  return assemble(new TextEncoder().encode(JSON.stringify(header)), body);
}

/** The graph of a snapshot, which it goes on using: do not change the bytes. Throws `invalid_snapshot`. */
export function decodeSnapshot(bytes: Uint8Array<ArrayBuffer>): Graph {
  const { header, body } = disassemble(bytes);
  const at = ([start, length]: Span): Numbers => body.subarray(start, start + length);
  const blocks = ({ offsets, words }: BlocksHeader) => Blocks.from({ offsets: at(offsets), words: at(words) });
  const graph = new Graph();
  for (const text of header.contexts) graph.contexts.intern(text);
  const types: NodeType[] = header.types.map(({ name, seed, bits, pool, starts, table, asObject, asSubject }) => {
    const dictionary = Dictionary.from({ seed, bits, pool: at(pool), starts: at(starts), table: at(table) });
    return { name, dictionary, asObject: blocks(asObject), asSubject: blocks(asSubject) };
  });
  for (const type of types) graph.adoptType(type);
  for (const { objectType, subjectType, condition, size, ...kind } of header.partitions) {
    const ends = { objectType: types[objectType], subjectType: types[subjectType] };
    const partition = new Partition({ ...kind, ...ends, condition: condition ?? undefined });
    partition.size = size;
    graph.adopt(partition);
    graph.loaded(partition);
  }
  return graph;
}

/** The arrays of a snapshot, one after the other, each starting at a multiple of four bytes. */
class Body {
  length = 0;
  readonly arrays: { start: number; array: Numbers }[] = [];

  add(array: Numbers): Span {
    const start = this.length;
    this.arrays.push({ start, array });
    this.length += array.length;
    return [start, array.length];
  }

  addBlocks(blocks: Blocks): BlocksHeader {
    const { offsets, words } = blocks.parts;
    return { offsets: this.add(offsets), words: this.add(words) };
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
