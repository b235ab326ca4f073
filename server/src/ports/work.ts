/** What work is counted in, each in the units of the engine's `Meter`: about a tenth of a microsecond. */
export type WorkKind = "graph" | "model" | "csv" | "json" | "sql" | "hash";

/** What pieces of work cost in those units; `npm run bench -- --only work` measures them. */
export const WORK = {
  /** A byte of JSON that is read and parsed, or written. */
  jsonByte: 0.1,
  /** A value of a document that is looked at. */
  value: 1.5,
  /** A value of an answer that is checked and written. */
  written: 5,
  /** A part of an input that a schema checks. */
  check: 1,
  /** A character that a schema checks. */
  character: 0.05,
  /** Something that is wrong with an input, put into words. */
  issue: 40,
  /** A character of a path in superjson's annotations. */
  pathCharacter: 0.4,
  /** A step of reading a model. */
  modelStep: 16,
  /** A kind of subject that a relation of a model takes, when the model is bound to a graph. */
  kind: 60,
  /** A change of a tuple that is made in memory. */
  change: 60,
  /** A byte of CSV that is read into a graph. */
  csvByte: 0.4,
  /** A row of CSV that the model is asked about by itself, beside its bytes. */
  csvRow: 80,
  /** A row that SQLite reads, writes or hands over, and a byte in it. */
  row: 20,
  rowByte: 0.02,
  /** A byte that is hashed by SHA-256, or encrypted. */
  hashByte: 0.05,
} as const;

type Observer = (kind: WorkKind, units: number) => void;

let observer: Observer | undefined;

/**
 * Reports work that nothing interrupts. Nobody listens in production; a test adds up what is done between two pauses, since
 * a clock says nothing there that another run would say again.
 */
export function reportWork(kind: WorkKind, units: number): void {
  observer?.(kind, units);
}

/** Whether anybody listens, for what costs something to count. */
export function isWorkObserved(): boolean {
  return observer !== undefined;
}

/** Has the observer told of all work of this isolate, the Durable Objects in it included; undefined for nobody. */
export function observeWork(next: Observer | undefined): void {
  observer = next;
}
