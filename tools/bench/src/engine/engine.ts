import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Result, result } from "../result.ts";
import type { Dataset } from "./dataset.ts";
import type { ListTimes } from "./lists.ts";
import { checksApart, encodeApart, listsApart, loadsApart, makeDatasetApart } from "./work.ts";

const MILLION = 1_000_000;
const MB = 1_000_000;
const LOAD_ROUNDS = 3;

/** Targets, for the named sizes or for 1,000,000 tuples. */
const REACH = {
  checkP50: 0.5,
  checkP99: 2,
  listMilliseconds: 4,
  bytesATuple: 32,
  isolateMegabytes: 128,
  importSeconds: 5,
  coldMilliseconds: 300,
};

export type Measure = (dataset: Dataset, folder: string) => Promise<Result[]>;

/** Measures every size in turn, in a temporary folder. */
export async function onEverySize(sizes: readonly number[], measure: Measure): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-bench-"));
  try {
    const results: Result[] = [];
    for (const size of sizes) {
      process.stderr.write(`${measure.name} on ${size.toLocaleString("en")} tuples\n`);
      results.push(...(await measure(await makeDatasetApart(size, folder), folder)));
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Single checks in one thread, against the Map variant. */
export async function checks(dataset: Dataset): Promise<Result[]> {
  const { hits, misses } = await checksApart(dataset);
  const rows = (name: string, { engine, map }: typeof hits) => [
    row(dataset, `${name} p50`, "µs", engine.p50, map.p50, atMillion(dataset, REACH.checkP50)),
    row(dataset, `${name} p99`, "µs", engine.p99, map.p99, atMillion(dataset, REACH.checkP99)),
  ];
  return [...rows("check, yes:", hits), ...rows("check, no:", misses)];
}

/** First pages of lists, against the whole list of the Map variant. */
export async function lists(dataset: Dataset): Promise<Result[]> {
  const { objects, subjects } = await listsApart(dataset);
  const of = (name: string, { engine, map, length }: ListTimes, reach?: number) => {
    return row(dataset, `${name} (${length.toLocaleString("en")} listed)`, "ms", engine, map, reach);
  };
  // The target is a median over subjects. The longest list has none.
  const reach = atMillion(dataset, REACH.listMilliseconds);
  return [
    of("listObjects, typical", objects.typical, reach),
    of("listObjects, heaviest", objects.heaviest),
    of("listSubjects, typical", subjects.typical, reach),
    of("listSubjects, heaviest", subjects.heaviest),
  ];
}

/** Duration and memory of loading, from CSV and from a snapshot. */
export async function memory(dataset: Dataset, folder: string): Promise<Result[]> {
  const snapshot = join(folder, "graph.snapshot");
  const encoded = await encodeApart(dataset, snapshot);
  const { csv, snapshot: cold, map } = await loadsApart(dataset, snapshot, LOAD_ROUNDS);
  const { tuples } = csv;
  const large = dataset.tuples >= MILLION;
  const bytes = large ? REACH.bytesATuple : undefined;
  const isolate = dataset.tuples > MILLION ? REACH.isolateMegabytes : undefined;
  const mapBytes = map.resident / tuples;
  const coldReach = atMillion(dataset, REACH.coldMilliseconds);
  const importReach = atMillion(dataset, REACH.importSeconds);
  return [
    row(dataset, "memory, as the graph says", "B/tuple", csv.stated / tuples, mapBytes, bytes),
    row(dataset, "memory, as the process grew", "B/tuple", csv.resident / tuples, mapBytes, bytes),
    row(dataset, "memory, all of it", "MB", csv.resident / MB, map.resident / MB, isolate),
    row(dataset, "memory, at most while importing", "MB", csv.peak / MB, map.peak / MB, isolate),
    row(dataset, "memory, at most on cold start", "MB", cold.peak / MB, csv.peak / MB, isolate),
    row(dataset, "import of CSV", "s", csv.milliseconds / 1000, map.milliseconds / 1000, importReach),
    row(dataset, "cold start from snapshot", "ms", cold.milliseconds, csv.milliseconds, coldReach),
    row(dataset, "writing a snapshot", "ms", encoded.milliseconds, csv.milliseconds),
    row(dataset, "size of a snapshot, against the CSV", "MB", encoded.bytes / MB, encoded.csvBytes / MB),
  ];
}

function atMillion({ tuples }: Dataset, reach: number): number | undefined {
  return tuples === MILLION ? reach : undefined;
}

function row(dataset: Dataset, name: string, unit: string, value: number, baseline: number, reach?: number): Result {
  return result({ name: `${dataset.name}: ${name}`, value, unit, baseline, reach });
}
