import { decodeRow, type JudgeRow, MAX_ROW_BYTES, TupleReader } from "../tuple-file/tuple-reader.ts";
import { parseStrictly, readJsonTuple } from "./json-tuple.ts";
import { RowBytes } from "./pieces.ts";

const CODE = "invalid_tuple_file";
const LF = 0x0a;

/** Reads JSONL: one tuple in OpenFGA's form a line. Skips empty lines and a byte order mark; a file without a line is refused. */
export class JsonlReader extends TupleReader {
  private readonly row = new RowBytes(MAX_ROW_BYTES);
  private line = 1;
  private isEmpty = true;

  constructor(judge?: JudgeRow) {
    super(CODE, judge);
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.isEmpty = false;
    for (let start = 0; start < chunk.length; ) {
      const end = chunk.indexOf(LF, start);
      this.row.append(chunk.subarray(start, end < 0 ? chunk.length : end));
      if (end < 0) return;
      this.take();
      start = end + 1;
    }
  }

  protected restart(): void {
    this.line = 1;
  }

  protected end(): void {
    if (this.isEmpty) this.refuse(1, 'The file is empty. Write one tuple a line: {"user":…,"relation":…,"object":…}.');
    else this.take();
  }

  private take(): void {
    const { line } = this;
    this.line++;
    this.attempt(line, () => {
      const { isTooLong } = this.row;
      const text = decodeRow(CODE, this.row.take(), isTooLong);
      const json = line === 1 ? text.replace(/^\ufeff/, "") : text;
      if (/[^ \t\r]/.test(json)) this.add(readJsonTuple(parseStrictly(json)), line);
    });
  }
}
