import { EngineError } from "../errors.ts";
import { Graph } from "../graph/graph.ts";
import { Loader } from "../graph/loader.ts";
import type { Partition } from "../graph/partition.ts";
import type { Tuple } from "../tuple.ts";
import { Meter } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import { ALWAYS_WRITTEN, COLUMNS, type Column, readHeader } from "./columns.ts";
import { Conflicts } from "./conflicts.ts";
import { PlainRows } from "./plain-rows.ts";
import { readRecord, repeatedType, splitRecord } from "./record.ts";
import { type Record, Records } from "./records.ts";

/** A row that is invalid or probably unintended, by the line on which it starts. The header is line 1. */
export interface CsvProblem {
  readonly line: number;
  readonly reason: string;
}

/**
 * Verdict on a well-formed row: stored as allowed, stored as ineffective, or dropped. `allowed` applies to all rows
 * of the same kind.
 */
export type RowVerdict = "allowed" | "ineffective" | "dropped";

/** Problems that are reported; a file of the wrong format would have one per line. */
export const MAX_PROBLEMS = 100;
/** Kinds of rows that the model doesn't allow. The model itself bounds the kinds that it allows. */
export const MAX_INEFFECTIVE_KINDS = 1_000;
/** Bytes of one row, far more than any tuple needs. Without a limit, an unclosed quote would buffer the whole file. */
export const MAX_ROW_BYTES = 1_000_000;
// The byte order mark of a file is removed before; anywhere else it is part of an id.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads tuples from CSV (RFC 4180, UTF-8) with a header, in pieces, into a graph. All or nothing: if any row is
 * invalid, `finish` throws `invalid_csv` with `details.problems` (line and reason, at most 100) and
 * `details.problemCount`.
 *
 * Columns may come in any order. `subject_relation` may be absent, and `subject_id` may contain it as `#relation`.
 * `condition`, `context` and `expires_at` may be absent. Rows may repeat with the same condition, context and
 * expiry. If they repeat with different ones, the file needs a second pass to find their lines: see
 * `needsSecondPass`.
 */
export class CsvReader {
  /** Valid rows so far, including repeated ones. */
  rows = 0;
  /** Rows that were dropped by their verdict. */
  dropped = 0;
  /** Rows that `judge` has examined so far: these take longest. */
  judged = 0;
  /** Invalid rows so far. */
  problemCount = 0;
  /** Rows that are probably unintended, at most 100. */
  readonly warnings: CsvProblem[] = [];
  private readonly problems: CsvProblem[] = [];
  private readonly judge: (tuple: Tuple) => RowVerdict;
  private readonly graph = new Graph();
  private readonly loader = new Loader(this.graph);
  private records = new Records(MAX_ROW_BYTES, (record) => this.take(record));
  /** Undefined until the header is read; null if it is invalid. */
  private columns: readonly Column[] | null | undefined;
  private plain = new PlainRows([]);
  private readonly ineffective = new Set<Partition>();
  private conflicts: Conflicts | undefined;
  private isLoaded = false;

  /**
   * `judge` may also refuse a well-formed tuple by throwing an `EngineError`. It is called for every tuple with a
   * condition or an expiry, and at least once for every other kind of tuple.
   */
  constructor(judge: (tuple: Tuple) => RowVerdict = () => "allowed") {
    this.judge = judge;
  }

  push(chunk: Uint8Array): void {
    this.records.push(chunk);
  }

  /**
   * Whether the whole file must be pushed again, to find the lines of conflicting rows. Call it after the last
   * piece.
   */
  needsSecondPass(): boolean {
    return runSteps(this.packInSteps(new Meter()));
  }

  /** As `needsSecondPass`, in steps: packs everything that was pushed. */
  *packInSteps(meter: Meter): Steps<boolean> {
    yield* this.load(meter);
    const { conflicts } = this.loader;
    if (conflicts.length === 0 || this.conflicts !== undefined) return false;
    this.conflicts = new Conflicts(conflicts);
    this.records = new Records(MAX_ROW_BYTES, (record) => this.take(record));
    return true;
  }

  finish(): Graph {
    runSteps(this.load(new Meter()));
    if (this.conflicts !== undefined) this.records.finish();
    if (this.problemCount === 0) return this.graph;
    const { problems, problemCount } = this;
    const more = problemCount === 1 ? "" : ` (and ${problemCount - 1} more)`;
    const message = `Line ${problems[0].line}: ${problems[0].reason}${more}`;
    throw new EngineError("invalid_csv", message, { problems, problemCount });
  }

  private *load(meter: Meter): Steps<void> {
    if (this.isLoaded) return;
    this.isLoaded = true;
    this.records.finish();
    if (this.columns === undefined) {
      const header = COLUMNS.slice(0, ALWAYS_WRITTEN).join(",");
      this.refuse(1, `The file is empty; its first line names the columns: ${header}.`);
    }
    if (this.problemCount === 0) yield* this.loader.finishInSteps(meter);
  }

  private take(record: Record): void {
    try {
      if (this.conflicts !== undefined) this.findConflict(record, this.conflicts);
      else if (this.columns === undefined) this.takeHeader(record);
      else if (this.columns !== null) this.takeRow(record, this.columns);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.refuse(record.line, error.message);
    }
  }

  /** Reports a row as invalid. */
  refuse(line: number, reason: string): void {
    this.problemCount++;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line, reason });
  }

  private takeHeader(record: Record): void {
    this.columns = null;
    this.columns = readHeader(splitRecord(textOf(record)));
    this.plain = new PlainRows(this.columns);
  }

  private takeRow(record: Record, columns: readonly Column[]): void {
    const { plain, graph, loader } = this;
    const { bytes } = record;
    const isPlain = plain.scan(record);
    const known = isPlain ? plain.partition(bytes) : undefined;
    if (known !== undefined) {
      const { objectType, subjectType, wildcard } = known.kind;
      const object = objectType.dictionary.internBytes(bytes, plain.objectStart, plain.objectEnd);
      const subject = wildcard ? 0 : subjectType.dictionary.internBytes(bytes, plain.subjectStart, plain.subjectEnd);
      loader.pushNumbers(known, object, subject, 0, 0);
    } else {
      const tuple = readRecord(columns, splitRecord(textOf(record)));
      this.judged++;
      const verdict = this.judge(tuple);
      if (verdict === "dropped") {
        this.dropped++;
        return;
      }
      const partition = graph.partitionFor(tuple);
      if (verdict === "ineffective") this.noteIneffective(partition);
      loader.push(tuple);
      if (isPlain && verdict === "allowed") plain.learn(bytes, partition);
      const warning = repeatedType(tuple);
      if (warning !== undefined && this.warnings.length < MAX_PROBLEMS) {
        this.warnings.push({ line: record.line, reason: warning });
      }
    }
    this.rows++;
  }

  private noteIneffective(partition: Partition): void {
    this.ineffective.add(partition);
    if (this.ineffective.size <= MAX_INEFFECTIVE_KINDS) return;
    const message = `Rows that the model does not allow are of more than ${MAX_INEFFECTIVE_KINDS} kinds.`;
    throw new EngineError("invalid_csv", message);
  }

  /** Second pass: every row is well-formed, because it was read before. */
  private findConflict(record: Record, conflicts: Conflicts): void {
    if (record.isHeader || this.columns === undefined || this.columns === null) return;
    const reason = conflicts.reasonAgainst(readRecord(this.columns, splitRecord(textOf(record))), record.line);
    if (reason !== undefined) this.refuse(record.line, reason);
  }
}

/** Parses a whole file; see `CsvReader`. */
export function parseCsv(text: string, judge?: (tuple: Tuple) => RowVerdict): Graph {
  return readCsv(text, new CsvReader(judge));
}

/** Parses a whole file with a reader whose counts and warnings are read afterwards. */
export function readCsv(text: string, reader: CsvReader): Graph {
  // Encoding as UTF-8 would replace lone surrogates.
  const malformed = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
  if (malformed >= 0) reader.refuse(text.slice(0, malformed).split("\n").length, "The row is not well-formed Unicode.");
  const bytes = new TextEncoder().encode(text);
  reader.push(bytes);
  if (reader.needsSecondPass()) reader.push(bytes);
  return reader.finish();
}

function textOf({ bytes, start, end, tooLong }: Record): string {
  if (tooLong) throw new EngineError("invalid_csv", `The row is longer than ${MAX_ROW_BYTES} bytes.`);
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    throw new EngineError("invalid_csv", "The row is not valid UTF-8.");
  }
}
