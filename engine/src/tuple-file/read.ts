import { CsvReader } from "../csv/reader.ts";
import { JsonReader } from "../json/json-reader.ts";
import { JsonlReader } from "../json/jsonl-reader.ts";
import type { ReadFormat } from "./tuple-format.ts";
import type { JudgeRow, TupleReader } from "./tuple-reader.ts";

const READERS: Readonly<Record<ReadFormat, new (judge?: JudgeRow) => TupleReader>> = {
  csv: CsvReader,
  json: JsonReader,
  jsonl: JsonlReader,
};

/** A reader for a file of this form. */
export function tupleReader(format: ReadFormat, judge?: JudgeRow): TupleReader {
  return new READERS[format](judge);
}
