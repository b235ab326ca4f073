import { EngineError } from "../errors.ts";
import { COST, Meter } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import type { Numbers } from "./arrays.ts";
import { Blocks } from "./blocks.ts";
import type { Contexts } from "./contexts.ts";
import { Dictionary } from "./dictionary.ts";
import { Graph } from "./graph.ts";
import { type NodeType, Partition, subjectNodes } from "./partition.ts";

const MAGIC = 0x67616663; // "cfag", little-endian.
const VERSION = 2;
const PREAMBLE_BYTES = 12;

/** Every header begins with the contexts. */
const CONTEXTS_START = '{"contexts":[';
/** Bytes of contexts that are read in one step. */
const CONTEXT_BYTES = 32_768;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Range of an array in the snapshot's body, in units of four bytes. */
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
  /** In order of creation, so that each gets the same slots. */
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
 * Encodes the graph as bytes, which load far faster than tuples: a preamble, a JSON header, and the packed arrays.
 * Little-endian, like every machine that runs this.
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
    partitions: partitionHeaders(graph, types),
  };
  return assemble(new TextEncoder().encode(JSON.stringify(header)), body);
}

function partitionHeaders(graph: Graph, types: readonly NodeType[]): Header["partitions"] {
  return graph.allPartitions().map(({ kind, size }) => ({
    objectType: types.indexOf(kind.objectType),
    relation: kind.relation,
    subjectType: types.indexOf(kind.subjectType),
    subjectRelation: kind.subjectRelation,
    wildcard: kind.wildcard,
    condition: kind.condition ?? null,
    size,
  }));
}

/**
 * As `encodeSnapshot`, for a frozen graph, in pieces of `pieceBytes` bytes, without a buffer of the graph's size.
 * Yields undefined at every pause.
 */
export function snapshotPieces(
  meter: Meter,
  graph: Graph,
  pieceBytes: number,
): Generator<Uint8Array<ArrayBuffer> | undefined, void> {
  // The original of this frozen graph goes on filling the tables.
  const tables = new Map([...graph.allTypes()].map(({ dictionary }) => [dictionary, dictionary.parts.table.slice()]));
  return inPieces(arraysOf(meter, graph, tables), pieceBytes);
}

function* arraysOf(
  meter: Meter,
  graph: Graph,
  tables: ReadonlyMap<Dictionary, Numbers>,
): Generator<Uint8Array<ArrayBuffer> | undefined, void> {
  const body = new Body();
  const types = [...graph.allTypes()];
  const headers: Header["types"][number][] = [];
  for (const { name, dictionary, asObject, asSubject } of types) {
    const { seed, bits, pool, starts, table } = dictionary.parts;
    const spans = { pool: body.add(pool), starts: body.add(starts), table: body.add(tables.get(dictionary) ?? table) };
    const sides: BlocksHeader[] = [];
    for (const [blocks, nodeCount] of [
      [asObject, dictionary.size],
      [asSubject, subjectNodes(dictionary)],
    ] as const) {
      const offsets = yield* pausing(blocks.offsetsInSteps(meter, nodeCount));
      const words = body.addRuns(offsets[nodeCount], blocks.runs(nodeCount));
      sides.push({ offsets: body.add(offsets), words });
    }
    headers.push({ name, seed, bits, ...spans, asObject: sides[0], asSubject: sides[1] });
  }
  const rest = JSON.stringify({ types: headers, partitions: partitionHeaders(graph, types) });
  const contexts = yield* pausing(textOfAll(meter, graph.contexts.all));
  meter.work += contexts.length * COST.copied;
  if (meter.isDue) yield undefined;
  yield headed(new TextEncoder().encode(`{"contexts":[${contexts}],${rest.slice(1)}`));
  for (const { runs } of body.arrays) for (const run of runs) yield bytesIn(run);
}

function* pausing<T>(steps: Steps<T>): Generator<undefined, T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield undefined;
  }
}

function* textOfAll(meter: Meter, texts: readonly string[]): Steps<string> {
  let all = "";
  for (const text of texts) {
    all += `${all === "" ? "" : ","}${JSON.stringify(text)}`;
    meter.work += COST.words + text.length * COST.byte;
    if (meter.isDue) yield;
  }
  return all;
}

/** Joins small pieces and splits large ones. */
function* inPieces(
  pieces: Iterable<Uint8Array<ArrayBuffer> | undefined>,
  pieceBytes: number,
): Generator<Uint8Array<ArrayBuffer> | undefined, void> {
  let buffer = new Uint8Array(pieceBytes);
  let length = 0;
  for (const piece of pieces) {
    if (piece === undefined) yield undefined;
    for (let from = 0; piece !== undefined && from < piece.length; ) {
      const part = piece.subarray(from, from + pieceBytes - length);
      buffer.set(part, length);
      from += part.length;
      length += part.length;
      if (length < pieceBytes) continue;
      yield buffer;
      buffer = new Uint8Array(pieceBytes);
      length = 0;
    }
  }
  if (length > 0) yield buffer.slice(0, length);
}

/** Decodes a snapshot. The graph goes on using the bytes: don't change them. Throws `invalid_snapshot`. */
export function decodeSnapshot(bytes: Uint8Array<ArrayBuffer>): Graph {
  return runSteps(decodeInSteps(new Meter(), bytes));
}

/** As `decodeSnapshot`, in steps. */
export function* decodeInSteps(meter: Meter, bytes: Uint8Array<ArrayBuffer>): Steps<Graph> {
  const { text, body } = disassemble(bytes);
  const graph = new Graph();
  const rest = yield* readContexts(meter, text, graph.contexts);
  // The preamble guarantees that `encodeSnapshot` or `snapshotPieces` wrote it.
  const header = JSON.parse(`{${decoder.decode(rest)}`) as Omit<Header, "contexts">;
  meter.work += rest.length * COST.byte;
  if (meter.isDue) yield;
  const at = ([start, length]: Span): Numbers => body.subarray(start, start + length);
  const blocks = ({ offsets, words }: BlocksHeader) => Blocks.from({ offsets: at(offsets), words: at(words) });
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
    graph.registerLoaded(partition);
  }
  return graph;
}

/** Arrays of a snapshot in sequence, each aligned to four bytes. */
class Body {
  length = 0;
  readonly arrays: { readonly start: number; readonly runs: Iterable<Numbers> }[] = [];

  add(array: Numbers): Span {
    return this.addRuns(array.length, [array]);
  }

  /** Adds one array that consists of several runs. */
  addRuns(length: number, runs: Iterable<Numbers>): Span {
    const start = this.length;
    this.arrays.push({ start, runs });
    this.length += length;
    return [start, length];
  }

  addBlocks(blocks: Blocks): BlocksHeader {
    const { offsets, words } = blocks.parts;
    return { offsets: this.add(offsets), words: this.add(words) };
  }
}

function assemble(header: Uint8Array, body: Body): Uint8Array<ArrayBuffer> {
  const start = headed(header);
  const bytes = new Uint8Array(start.length + body.length * 4);
  bytes.set(start);
  for (const { start: from, runs } of body.arrays) {
    for (const run of runs) bytes.set(bytesIn(run), start.length + from * 4);
  }
  return bytes;
}

/** Preamble and header, padded so that the body is aligned to four bytes. */
function headed(header: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(align(PREAMBLE_BYTES + header.length));
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, VERSION, header.length]);
  bytes.set(header, PREAMBLE_BYTES);
  return bytes;
}

function bytesIn(array: Numbers): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function disassemble(bytes: Uint8Array<ArrayBuffer>): { text: Uint8Array; body: Numbers } {
  const whole = bytes.byteLength >= PREAMBLE_BYTES && bytes.byteLength % 4 === 0 && bytes.byteOffset % 4 === 0;
  const [magic, version, headerLength] = whole ? new Uint32Array(bytes.buffer, bytes.byteOffset, 3) : [0, 0, 0];
  if (magic !== MAGIC || version !== VERSION) {
    throw unreadable();
  }
  const text = bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + headerLength);
  const bodyStart = align(PREAMBLE_BYTES + headerLength);
  const body = new Uint32Array(bytes.buffer, bytes.byteOffset + bodyStart, (bytes.byteLength - bodyStart) / 4);
  return { text, body };
}

/**
 * Reads the contexts at the start of the header in steps, because there may be as many as tuples. Returns the bytes
 * after them.
 */
function* readContexts(meter: Meter, text: Uint8Array, contexts: Contexts): Steps<Uint8Array> {
  let at = CONTEXTS_START.length;
  if (decoder.decode(text.subarray(0, at)) !== CONTEXTS_START) throw unreadable();
  while (text[at] !== CLOSING_BRACKET) {
    const end = contextsEnd(text, at);
    for (const context of JSON.parse(`[${decoder.decode(text.subarray(at, end))}]`) as string[]) {
      contexts.intern(context);
      meter.work += COST.words;
    }
    meter.work += (end - at) * COST.byte;
    at = text[end] === COMMA ? end + 1 : end;
    if (meter.isDue) yield;
  }
  return text.subarray(at + 2);
}

/** End of a batch of the strings that start at `start`, at the latest the end of all of them. */
function contextsEnd(text: Uint8Array, start: number): number {
  let isInside = false;
  for (let at = start; at < text.length; at++) {
    const byte = text[at];
    if (byte === QUOTE) isInside = !isInside;
    else if (isInside) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === CLOSING_BRACKET || (byte === COMMA && at - start > CONTEXT_BYTES)) return at;
  }
  throw unreadable();
}

function unreadable(): EngineError {
  return new EngineError("invalid_snapshot", "This version can't read the bytes as a snapshot.");
}

function align(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
