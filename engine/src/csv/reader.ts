import type { Graph } from "../graph/graph.ts";
import { decodeRow, type JudgeRow, MAX_ROW_BYTES, readTupleFile, TupleReader } from "../tuple-file/tuple-reader.ts";
import { ALWAYS_WRITTEN, COLUMNS, type Column, readHeader } from "./columns.ts";
import { PlainRows } from "./plain-rows.ts";
import { readRecord, repeatedType, splitRecord } from "./record.ts";
import { type Record, Records } from "./records.ts";

const CODE = "invalid_csv";

/**
 * Reads CSV (RFC 4180, UTF-8) with a header.
 *
 * Columns may come in any order. `subject_relation` may be absent, and `subject_id` may contain it as `#relation`.
 * `condition`, `context` and `expires_at` may be absent.
 */
export class CsvReader extends TupleReader {
  private records = this.newRecords();
  /** Undefined until the header is read; null if it is invalid. */
  private columns: readonly Column[] | null | undefined;
  private plain = new PlainRows([]);

  constructor(judge?: JudgeRow) {
    super(CODE, judge);
  }

  push(chunk: Uint8Array): void {
    this.records.push(chunk);
  }

  protected restart(): void {
    this.records = this.newRecords();
  }

  protected end(): void {
    this.records.finish();
    if (this.columns === undefined) {
      const header = COLUMNS.slice(0, ALWAYS_WRITTEN).join(",");
      this.refuse(1, `The file is empty; its first line names the columns: ${header}.`);
    }
  }

  private newRecords(): Records {
    // Not by `attempt`: that would allocate a function for each row.
    return new Records(MAX_ROW_BYTES, (record) => {
      try {
        this.take(record);
      } catch (error) {
        this.report(record.line, error);
      }
    });
  }

  private take(record: Record): void {
    const { columns } = this;
    if (columns === undefined) this.takeHeader(record);
    else if (columns === null || (this.isSecondPass && record.isHeader)) return;
    else this.takeRow(record, columns);
  }

  private takeHeader(record: Record): void {
    this.columns = null;
    this.columns = readHeader(splitRecord(textOf(record)));
    this.plain = new PlainRows(this.columns);
  }

  private takeRow(record: Record, columns: readonly Column[]): void {
    const { plain, loader, isSecondPass } = this;
    const { bytes } = record;
    const isPlain = !isSecondPass && plain.scan(record);
    const known = isPlain ? plain.partition(bytes) : undefined;
    if (known !== undefined) {
      const { objectType, subjectType, wildcard } = known.kind;
      const object = objectType.dictionary.internBytes(bytes, plain.objectStart, plain.objectEnd);
      const subject = wildcard ? 0 : subjectType.dictionary.internBytes(bytes, plain.subjectStart, plain.subjectEnd);
      loader.pushNumbers(known, object, subject, 0, 0);
      this.rows++;
      return;
    }
    const tuple = readRecord(columns, splitRecord(textOf(record)));
    const { dropped } = this;
    const partition = this.add(tuple, record.line);
    if (isPlain && partition !== undefined) plain.learn(bytes, partition);
    const warning = this.dropped === dropped ? repeatedType(tuple) : undefined;
    if (warning !== undefined) this.warn(record.line, warning);
  }
}

/** Parses a whole file; see `CsvReader`. */
export function parseCsv(text: string, judge?: JudgeRow): Graph {
  return readTupleFile(text, new CsvReader(judge));
}

function textOf({ bytes, start, end, tooLong }: Record): string {
  return decodeRow(CODE, bytes.subarray(start, end), tooLong);
}
