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

/** A row that is not accepted, or probably not meant, by the line it starts on (the header is line 1). */
export interface CsvProblem {
  readonly line: number;
  readonly reason: string;
}

/**
 * What becomes of a well-formed row: it is stored, because the model allows it or all the same, or left out. Only what is
 * allowed is asked about once for all rows of its kind.
 */
export type RowVerdict = "allowed" | "ineffective" | "dropped";

/** How many problems are reported; a file of the wrong kind would have one a line. */
export const MAX_PROBLEMS = 100;
/** Kinds of rows that no model allows; a model bounds those it does. */
export const MAX_INEFFECTIVE_KINDS = 1_000;
/** Bytes of one row, far above what any tuple needs: a quote that never ends would otherwise gather the whole file. */
export const MAX_ROW_BYTES = 1_000_000;
// The mark at the start of a file is taken off there; anywhere else it is part of an id.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads tuples from CSV (RFC 4180, UTF-8) with a header, piece by piece, into a graph. All or nothing: `finish`
 * throws `invalid_csv` with `details.problems` (line and reason, at most 100) and `details.problemCount` if any
 * row is bad.
 *
 * Columns may stand in any order; `subject_relation` may be absent, and `subject_id` may carry it as `#relation`;
 * `condition`, `context` and `expires_at` may be absent. Rows may repeat, on the same terms. Where they repeat on others,
 * the file has to be pushed a second time for their lines: see `mustReadAgain`.
 */
export class CsvReader {
  /** Good rows so far, repeats counted. */
  rows = 0;
  /** Rows that were left out because the verdict on them said so. */
  dropped = 0;
  /** Rows that the judge was asked about so far: these take longest. */
  judged = 0;
  /** Bad rows so far. */
  problemCount = 0;
  /** Rows that are probably not meant, at most 100. */
  readonly warnings: CsvProblem[] = [];
  private readonly problems: CsvProblem[] = [];
  private readonly judge: (tuple: Tuple) => RowVerdict;
  private readonly graph = new Graph();
  private readonly loader = new Loader(this.graph);
  private records = new Records(MAX_ROW_BYTES, (record) => this.take(record));
  /** Undefined until the header is read; null where it could not be. */
  private columns: readonly Column[] | null | undefined;
  private plain = new PlainRows([]);
  private readonly ineffective = new Set<Partition>();
  private conflicts: Conflicts | undefined;
  private isLoaded = false;

  /**
   * `judge` may also refuse a well-formed tuple by throwing an `EngineError`. It is asked about every tuple with terms,
   * and at least once about every other kind of tuple.
   */
  constructor(judge: (tuple: Tuple) => RowVerdict = () => "allowed") {
    this.judge = judge;
  }

  push(chunk: Uint8Array): void {
    this.records.push(chunk);
  }

  /** To be asked once all was pushed: whether all has to be pushed again, so that bad rows can be told by their lines. */
  needsSecondPass(): boolean {
    return runSteps(this.packInSteps(new Meter()));
  }

  /** As `mustReadAgain`, which takes longest: all that was pushed is packed. */
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
      if (this.conflicts !== undefined) this.takeAgain(record, this.conflicts);
      else if (this.columns === undefined) this.takeHeader(record);
      else if (this.columns !== null) this.takeRow(record, this.columns);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.refuse(record.line, error.message);
    }
  }

  /** Says of a row that it cannot be taken. */
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

  /** Every row was read before, so that all of them are well-formed. */
  private takeAgain(record: Record, conflicts: Conflicts): void {
    if (record.isHeader || this.columns === undefined || this.columns === null) return;
    const reason = conflicts.reasonAgainst(readRecord(this.columns, splitRecord(textOf(record))), record.line);
    if (reason !== undefined) this.refuse(record.line, reason);
  }
}

/** The tuples of a whole file; see `CsvReader`. */
export function parseCsv(text: string, judge?: (tuple: Tuple) => RowVerdict): Graph {
  return readCsv(text, new CsvReader(judge));
}

/** The same with a reader that tells more afterwards. */
export function readCsv(text: string, reader: CsvReader): Graph {
  // As UTF-8 it would be other text.
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
