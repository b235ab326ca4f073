import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from "node:fs";
import { compileModel, decodeSnapshot, Engine, encodeSnapshot, type Graph, tupleReader } from "@cf-auth/engine";
import { type Dataset, definitionOf } from "./dataset.ts";
import { MapGraph } from "./map-graph.ts";

const CHUNK = 64 * 1024;

export type Source = "csv" | "snapshot" | "map";

/** Duration and memory of loading in a new process. */
export interface Loaded {
  readonly milliseconds: number;
  /** Growth of the process's memory after garbage collection. */
  readonly resident: number;
  /** Maximum growth of resident memory. */
  readonly peak: number;
  /** Memory that the graph reports itself; 0 for the Map variant. */
  readonly stated: number;
  readonly tuples: number;
}

/** The graph of the file, read piece by piece as it would come from a request. */
export function graphOfCsv(csv: string): Graph {
  const reader = tupleReader("csv");
  const chunk = new Uint8Array(CHUNK);
  const file = openSync(csv, "r");
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
    reader.push(chunk.subarray(0, length));
  }
  closeSync(file);
  return reader.finish();
}

export function mapOfCsv(dataset: Dataset): MapGraph {
  const graph = new MapGraph(definitionOf(dataset));
  for (const row of rowsOf(dataset.csv)) graph.add(row);
  return graph;
}

export function rowsOf(csv: string): string[] {
  return readFileSync(csv, "utf8").trimEnd().split("\n").slice(1);
}

/** Measures from the file to the first check. The process runs with `--expose-gc`. */
export function measureLoad(dataset: Dataset, source: Source, snapshot: string): Loaded {
  const bytes = source === "snapshot" ? bytesOf(snapshot) : new Uint8Array(0);
  const definition = definitionOf(dataset);
  const { relation, objectType } = dataset;
  // The snapshot's graph uses the file's bytes, so they count as memory.
  const before = residentBytes() - bytes.byteLength;
  const resident = residentFromHere() - bytes.byteLength;
  const started = performance.now();
  const graph =
    source === "map" ? mapOfCsv(dataset) : source === "csv" ? graphOfCsv(dataset.csv) : decodeSnapshot(bytes);
  const engine = graph instanceof MapGraph ? graph : new Engine(compileModel(definition), graph);
  engine.check("user:nobody", relation, `${objectType}:nothing`);
  const milliseconds = performance.now() - started;
  const peak = peakResident() - resident;
  const grown = residentBytes() - before;
  // After the measurement, so that the graph isn't collected before.
  const { bytes: stated, tuples } = graph instanceof MapGraph ? { bytes: 0, tuples: 0 } : graph.stats();
  return { milliseconds, resident: grown, peak, stated, tuples };
}

export interface Encoded {
  readonly milliseconds: number;
  readonly bytes: number;
  readonly csvBytes: number;
}

/** Writes the snapshot of the file's graph. */
export function measureEncode(dataset: Dataset, snapshot: string): Encoded {
  const graph = graphOfCsv(dataset.csv);
  const started = performance.now();
  const bytes = encodeSnapshot(graph);
  const milliseconds = performance.now() - started;
  writeFileSync(snapshot, bytes);
  return { milliseconds, bytes: bytes.byteLength, csvBytes: statSync(dataset.csv).size };
}

/** In its own buffer, as `decodeSnapshot` requires. */
function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(statSync(file).size);
  const opened = openSync(file, "r");
  for (let at = 0; at < bytes.length; ) at += readSync(opened, bytes, at, bytes.length - at, at);
  closeSync(opened);
  return bytes;
}

/** Current resident memory. Resets the peak of `peakResident` on Linux. */
function residentFromHere(): number {
  if (process.platform === "linux") writeFileSync("/proc/self/clear_refs", "5");
  return process.memoryUsage.rss();
}

/** Peak resident memory. On Linux a process inherits `resourceUsage().maxRSS` from its parent, so /proc is read. */
function peakResident(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
}

function residentBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
