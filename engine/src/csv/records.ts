const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** One record of a file. The bytes are valid until the next record. */
export interface Record {
  bytes: Uint8Array;
  start: number;
  /** End of the record, before its line ending. */
  end: number;
  /** Line on which it starts; the first line of the file is 1. */
  line: number;
  /** Whether it contains a quote. */
  quoted: boolean;
  /** Whether it is the header. */
  isHeader: boolean;
  /** Whether it is longer than a row may be. It is the last record then: the start of the next one is unknown. */
  tooLong: boolean;
}

/**
 * Splits a file that arrives in pieces into records, at line endings outside quotes. Accepts LF, CRLF and a missing
 * last line ending; skips a byte order mark and empty lines.
 */
export class Records {
  private readonly maxBytes: number;
  private readonly see: (record: Record) => void;
  private readonly record: Record = {
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    line: 1,
    quoted: false,
    isHeader: true,
    tooLong: false,
  };
  /** Bytes of an incomplete record. */
  private rest = new Uint8Array(0);
  private line = 1;
  private isFirst = true;

  constructor(maxBytes: number, see: (record: Record) => void) {
    this.maxBytes = maxBytes;
    this.see = see;
  }

  push(chunk: Uint8Array): void {
    if (this.record.tooLong) return;
    const bytes = this.rest.length === 0 ? chunk : joined(this.rest, chunk);
    if (this.isFirst && bytes.length < BYTE_ORDER_MARK.length) {
      this.rest = bytes.slice();
      return;
    }
    let start = this.isFirst && BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
    this.isFirst = false;
    let inQuotes = false;
    let quoted = false;
    let lines = 0;
    for (let i = start; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        inQuotes = !inQuotes;
        quoted = true;
      }
      if (byte !== LF) continue;
      lines++;
      if (inQuotes) continue;
      this.emit(bytes, start, i, quoted);
      if (this.record.tooLong) {
        this.rest = new Uint8Array(0);
        return;
      }
      this.line += lines;
      start = i + 1;
      quoted = false;
      lines = 0;
    }
    this.rest = bytes.slice(start);
    // A final CR may belong to the line ending.
    if (this.rest.length > this.maxBytes + 1) this.finish();
  }

  finish(): void {
    const { rest } = this;
    this.rest = new Uint8Array(0);
    this.emit(rest, 0, rest.length, rest.includes(QUOTE));
  }

  private emit(bytes: Uint8Array, start: number, end: number, quoted: boolean): void {
    const last = end > start && bytes[end - 1] === CR ? end - 1 : end;
    if (last === start) return;
    const { record } = this;
    record.bytes = bytes;
    record.start = start;
    record.end = last;
    record.line = this.line;
    record.quoted = quoted;
    // Depends on its length only, not on where the pieces of the file end.
    record.tooLong = last - start > this.maxBytes;
    this.see(record);
    record.isHeader = false;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
