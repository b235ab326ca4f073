import { EngineError } from "../errors.ts";
import { Graph } from "../graph/graph.ts";
import { Loader } from "../graph/loader.ts";
import type { Tuple } from "../tuple.ts";
import { ALWAYS_WRITTEN, COLUMNS, type Column, readHeader } from "./columns.ts";
import { PlainRows } from "./plain-rows.ts";
import { readRecord, splitRecord } from "./record.ts";
import { type Record, Records } from "./records.ts";

/** A row that cannot be taken, by the line it starts on (the header is line 1). */
export interface CsvProblem {
  readonly line: number;
  readonly reason: string;
}

/** How many problems are reported; a file of the wrong kind would have one a line. */
const MAX_PROBLEMS = 100;
/** Bytes of one row, far above what any tuple needs: a quote that never ends would otherwise gather the whole file. */
const MAX_ROW_BYTES = 1_000_000;
// The mark at the start of a file is taken off there; anywhere else it is part of an id.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads tuples from CSV (RFC 4180, UTF-8) with a header, piece by piece, into a graph. All or nothing: `finish`
 * throws `invalid_csv` with `details.problems` (line and reason, at most 100) and `details.problemCount` if any
 * row is bad.
 *
 * Columns may stand in any order; `subject_relation` may be absent, and `subject_id` may carry it as `#relation`;
 * `condition`, `context` and `expires_at` may be absent. Rows may repeat, on the same terms.
 */
export class CsvReader {
  /** Good rows so far, repeats counted. */
  rows = 0;
  /** Bad rows so far. */
  problemCount = 0;
  private readonly problems: CsvProblem[] = [];
  private readonly validate: (tuple: Tuple) => void;
  private readonly graph = new Graph();
  private readonly loader = new Loader(this.graph);
  private readonly records = new Records(MAX_ROW_BYTES, (record) => this.take(record));
  /** Undefined until the header is read; null where it could not be. */
  private columns: readonly Column[] | null | undefined;
  private plain = new PlainRows([]);

  /**
   * `validate` may refuse a well-formed tuple, for instance because a model does not allow it, by throwing an
   * `EngineError`. It is asked about every tuple with terms, and at least once about every other kind of tuple.
   */
  constructor(validate: (tuple: Tuple) => void = () => {}) {
    this.validate = validate;
  }

  push(chunk: Uint8Array): void {
    this.records.push(chunk);
  }

  finish(): Graph {
    this.records.finish();
    if (this.columns === undefined) {
      const header = COLUMNS.slice(0, ALWAYS_WRITTEN).join(",");
      this.refuse(1, `The file is empty; its first line names the columns: ${header}.`);
    }
    if (this.problemCount === 0) return this.loader.finish();
    const { problems, problemCount } = this;
    const more = problemCount === 1 ? "" : ` (and ${problemCount - 1} more)`;
    const message = `Line ${problems[0].line}: ${problems[0].reason}${more}`;
    throw new EngineError("invalid_csv", message, { problems, problemCount });
  }

  private take(record: Record): void {
    try {
      if (this.columns === undefined) this.takeHeader(record);
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
      this.validate(tuple);
      loader.push(tuple);
      if (isPlain) plain.learn(bytes, graph.partitionFor(tuple));
    }
    this.rows++;
  }
}

/** The tuples of a whole file; see `CsvReader`. */
export function parseCsv(text: string, validate?: (tuple: Tuple) => void): Graph {
  const reader = new CsvReader(validate);
  // As UTF-8 it would be other text.
  const malformed = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
  if (malformed >= 0) reader.refuse(text.slice(0, malformed).split("\n").length, "The row is not well-formed Unicode.");
  reader.push(new TextEncoder().encode(text));
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
