const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** One record of a file. The bytes are good until the next is asked for. */
export interface Record {
  bytes: Uint8Array;
  start: number;
  /** Where it ends, before the end of its line. */
  end: number;
  /** The line it starts on; the first of the file is 1. */
  line: number;
  /** Whether a quote stands anywhere in it. */
  quoted: boolean;
  /** Whether it is the first, which names the columns. */
  isHeader: boolean;
  /** Whether it goes on further than a row may. It is the last then: where the next would start nobody can tell. */
  tooLong: boolean;
}

/**
 * Cuts a file that comes in pieces into records, at the ends of lines that stand outside quotes. LF, CRLF and a
 * missing end of the last line are all taken; a byte order mark and empty lines are skipped.
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
  /** What came before and has no end yet. */
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
    // A CR at its end may turn out to be no part of it.
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
    // By its length alone, and not by where the pieces of the file end.
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
