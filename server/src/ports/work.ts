/** Kinds of work, all in the units of the engine's `Meter`: about 0.1 microseconds each. */
export type WorkKind = "graph" | "model" | "csv" | "yaml" | "json" | "sql" | "hash";

/** Costs in units of work. `npm run bench -- --only work` measures them. */
export const WORK = {
  /** A byte of JSON that is read and parsed, or written. */
  jsonByte: 0.1,
  /** A visited value of a document. */
  value: 1.5,
  /** A value of a response that is validated and written. */
  written: 5,
  /** A part of an input that a schema checks. */
  check: 1,
  /** A character that a schema checks. */
  character: 0.05,
  /** An issue of an input, with its message. */
  issue: 40,
  /** A character of a path in superjson's annotations. */
  pathCharacter: 0.4,
  /** A step of reading a model. */
  modelStep: 16,
  /** A subject kind of a relation, when a model is bound to a graph. */
  kind: 60,
  /** A change of a tuple in memory. */
  change: 60,
  /** A byte of CSV that is read into a graph. */
  csvByte: 0.4,
  /** A row of CSV that is validated against the model, in addition to its bytes. */
  csvRow: 80,
  /** A character of YAML that is converted to JSON. */
  yamlCharacter: 12,
  /** A row that SQLite reads, writes or returns, and a byte in it. */
  row: 20,
  rowByte: 0.02,
  /** A byte of a large value that SQLite stores, including its commit and its checkpoint. */
  storedByte: 0.08,
  /** A byte that is hashed by SHA-256, or encrypted. */
  hashByte: 0.05,
} as const;

type Observer = (kind: WorkKind, units: number) => void;

let observer: Observer | undefined;

/**
 * Reports uninterrupted work. There is no observer in production; tests sum the work between two pauses, because times on a clock
 * aren't reproducible.
 */
export function reportWork(kind: WorkKind, units: number): void {
  observer?.(kind, units);
}

/** Whether work is observed. Check it before counting that is expensive. */
export function isWorkObserved(): boolean {
  return observer !== undefined;
}

/** Sets the observer of all work in this isolate, including its Durable Objects; undefined removes it. */
export function observeWork(next: Observer | undefined): void {
  observer = next;
}
