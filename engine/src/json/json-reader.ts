import { decodeRow, type JudgeRow, TupleReader } from "../tuple-file/tuple-reader.ts";
import { JsonItems, type JsonParts, type JsonValue } from "./json-items.ts";
import { parseStrictly, readJsonItem, readJsonTuple } from "./json-tuple.ts";

const CODE = "invalid_tuple_file";

/** Fields whose value is the list of tuples, and what its items are. */
const LISTS = new Map([
  ["tuple_keys", readJsonTuple],
  ["tuples", readJsonItem],
]);
/** The field of an answer of OpenFGA's Read that has more pages. */
const TOKEN = "continuation_token";

/**
 * Reads a JSON document in OpenFGA's form: a list of tuples, `{ "tuple_keys": […] }`, or `{ "tuples": [{ "key": … }] }`, the
 * answer of Read. The list streams: the document may be as long as a CSV.
 */
export class JsonReader extends TupleReader {
  private items = this.newItems();
  private readItem = readJsonTuple;
  private readonly fields = new Set<string>();

  constructor(judge?: JudgeRow) {
    super(CODE, judge);
  }

  push(chunk: Uint8Array): void {
    this.items.push(chunk);
  }

  protected restart(): void {
    this.items = this.newItems();
    this.fields.clear();
  }

  protected end(): void {
    this.items.finish();
  }

  private newItems(): JsonItems {
    const parts: JsonParts = {
      field: (name) => this.takeField(name),
      value: (value) => this.attempt(value.line, () => this.takeToken(value)),
      item: (value) => this.attempt(value.line, () => this.add(this.readItem(parsed(value)), value.line)),
      close: (line) => this.requireList(line),
      fail: (line, reason) => this.refuse(line, reason),
    };
    return new JsonItems(parts);
  }

  private takeField(value: JsonValue): boolean {
    let name = "";
    this.attempt(value.line, () => {
      name = `${parsed(value)}`;
    });
    const readItem = LISTS.get(name);
    if (readItem === undefined && name !== TOKEN && name !== "") this.refuse(value.line, unknownField(name));
    const isRepeated = this.fields.has(name) || (readItem !== undefined && this.hasList);
    if (isRepeated) this.refuse(value.line, `The document has a second list or field ${JSON.stringify(name)}.`);
    this.fields.add(name);
    this.readItem = readItem ?? this.readItem;
    return readItem !== undefined;
  }

  private takeToken(value: JsonValue): void {
    const token = parsed(value);
    if (typeof token === "string" && token !== "") {
      this.warn(value.line, `The document is one page of several: its ${TOKEN} isn't empty.`);
    }
  }

  private requireList(line: number): void {
    if (!this.hasList) this.refuse(line, `The document has no list: ${[...LISTS.keys()].join(" or ")}.`);
  }

  private get hasList(): boolean {
    return [...LISTS.keys()].some((name) => this.fields.has(name));
  }
}

function unknownField(name: string): string {
  const shown = JSON.stringify(name.slice(0, 60).toWellFormed());
  const known = `the fields are ${[...LISTS.keys(), TOKEN].join(", ")}`;
  const hint = name === "user" ? " A file with one tuple a line is JSONL." : "";
  return `The document has an unknown field ${shown}; ${known}.${hint}`;
}

function parsed({ bytes, isTooLong }: JsonValue): unknown {
  return parseStrictly(decodeRow(CODE, bytes, isTooLong));
}
