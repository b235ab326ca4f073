import { MAX_ROW_BYTES } from "../tuple-file/tuple-reader.ts";
import { RowBytes } from "./pieces.ts";

const LF = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = [0x7b, 0x5b];
const CLOSE = [0x7d, 0x5d];
const [OPEN_OBJECT, OPEN_LIST] = OPEN;
const [CLOSE_OBJECT, CLOSE_LIST] = CLOSE;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What the next byte outside of a value may be. */
type State =
  | "start"
  | "first key"
  | "key"
  | "colon"
  | "value"
  | "after value"
  | "first item"
  | "item"
  | "after item"
  | "end";

/** One value of the document, as bytes. */
export interface JsonValue {
  readonly bytes: Uint8Array;
  /** Line on which it starts. */
  readonly line: number;
  readonly isTooLong: boolean;
}

/** What happens with the parts of the document. */
export interface JsonParts {
  /** Begins a field of the outer object. Returns whether its value is the list of items. */
  field(name: JsonValue): boolean;
  /** The value of a field that isn't the list. */
  value(value: JsonValue): void;
  item(value: JsonValue): void;
  /** The outer object ends. */
  close(line: number): void;
  /** The document's structure is invalid: nothing after it is read. */
  fail(line: number, reason: string): void;
}

/**
 * Splits a JSON document that arrives in pieces into the items of its list: the document itself, or a field of its
 * object. Keeps one value at a time in memory. Values aren't parsed here.
 */
export class JsonItems {
  private readonly parts: JsonParts;
  private readonly row = new RowBytes(MAX_ROW_BYTES);
  private state: State = "start";
  private isInObject = false;
  /** Whether the field being read is the list. */
  private isList = false;
  private isFailed = false;
  private offset = 0;
  private line = 1;
  /** Of the value being read: undefined between values. */
  private kind: "nested" | "text" | "scalar" | undefined;
  private startLine = 1;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;

  constructor(parts: JsonParts) {
    this.parts = parts;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.isFailed; ) {
      at = this.kind === undefined ? this.readStructure(chunk, at) : this.readValue(chunk, at);
    }
    this.offset += chunk.length;
  }

  finish(): void {
    if (this.isFailed || this.state === "end") return;
    this.fail(this.state === "start" ? "The file is empty." : "The document ends before its list does.");
  }

  private fail(reason: string): void {
    this.isFailed = true;
    this.parts.fail(this.line, reason);
  }

  private readStructure(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    const position = this.offset + at;
    if (position < BYTE_ORDER_MARK.length && byte === BYTE_ORDER_MARK[position]) return at + 1;
    if (byte === LF) this.line++;
    if (byte === LF || byte === SPACE || byte === 0x0d || byte === 0x09) return at + 1;
    return this.step(byte) ? at + 1 : at;
  }

  /** Returns whether the byte is read; false if a value begins with it, or if the document fails. */
  private step(byte: number): boolean {
    switch (this.state) {
      case "start":
        this.isInObject = byte === OPEN_OBJECT;
        if (byte === OPEN_LIST) return this.to("first item");
        if (byte === OPEN_OBJECT) return this.to("first key");
        return this.failed("The document is neither a list nor an object.");
      case "first key":
        if (byte === CLOSE_OBJECT) return this.closeObject();
        return byte === QUOTE ? this.begin(byte) : this.failed("The name of a field was expected.");
      case "key":
        return byte === QUOTE ? this.begin(byte) : this.failed("The name of a field was expected.");
      case "colon":
        return byte === COLON ? this.to("value") : this.failed("A colon was expected.");
      case "value":
        if (!this.isList) return this.begin(byte);
        return byte === OPEN_LIST ? this.to("first item") : this.failed("A list was expected.");
      case "after value":
        if (byte === COMMA) return this.to("key");
        return byte === CLOSE_OBJECT ? this.closeObject() : this.failed("A comma or } was expected.");
      case "first item":
        return byte === CLOSE_LIST ? this.closeList() : this.begin(byte);
      case "item":
        return this.begin(byte);
      case "after item":
        if (byte === COMMA) return this.to("item");
        return byte === CLOSE_LIST ? this.closeList() : this.failed("A comma or ] was expected.");
      case "end":
        return this.failed("Text follows the end of the document.");
    }
  }

  private to(state: State): true {
    this.state = state;
    return true;
  }

  private closeList(): true {
    return this.to(this.isInObject ? "after value" : "end");
  }

  private closeObject(): true {
    this.parts.close(this.line);
    return this.to("end");
  }

  private failed(reason: string): false {
    this.fail(reason);
    return false;
  }

  private begin(byte: number): false {
    if (byte === COMMA || byte === COLON || CLOSE.includes(byte)) return this.failed("A value was expected.");
    this.kind = OPEN.includes(byte) ? "nested" : byte === QUOTE ? "text" : "scalar";
    this.startLine = this.line;
    this.depth = 0;
    return false;
  }

  /** Reads on to the end of the value or of the piece. */
  private readValue(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.kind === "scalar" && (byte <= SPACE || byte === COMMA || CLOSE.includes(byte))) {
        return this.endValue(chunk, start, at);
      }
      if (byte === LF) this.line++;
      if (this.isInText) {
        if (this.isEscaped) this.isEscaped = false;
        else if (byte === BACKSLASH) this.isEscaped = true;
        else if (byte === QUOTE) this.isInText = false;
      } else if (byte === QUOTE) this.isInText = true;
      else if (OPEN.includes(byte)) this.depth++;
      else if (CLOSE.includes(byte)) this.depth--;
      if (this.kind !== "scalar" && !this.isInText && this.depth === 0) return this.endValue(chunk, start, at + 1);
    }
    this.row.append(chunk.subarray(start));
    return chunk.length;
  }

  private endValue(chunk: Uint8Array, start: number, end: number): number {
    const { row, state, startLine: line } = this;
    row.append(chunk.subarray(start, end));
    this.kind = undefined;
    this.isInText = false;
    const { isTooLong } = row;
    const value = { bytes: row.take(), line, isTooLong };
    if (state === "first key" || state === "key") {
      this.state = "colon";
      this.isList = this.parts.field(value);
    } else if (state === "value") {
      this.state = "after value";
      this.parts.value(value);
    } else {
      this.state = "after item";
      this.parts.item(value);
    }
    return end;
  }
}
