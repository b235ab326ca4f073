import { type ReadFormat, SLICE_WORK, type TupleFormat } from "@cf-auth/engine";
import { jsonOfYaml } from "@cf-auth/model-language";
import { runInSlices } from "../ports/slices.ts";
import { reportWork, WORK } from "../ports/work.ts";
import type { TupleFile } from "./graph-service.ts";
import type { Pausing } from "./parse-in-slices.ts";

/** The media type of each form of a file of tuples. Sources: RFC 4180, RFC 8259, RFC 9512; JSONL has none of its own. */
export const MEDIA_TYPES: Readonly<Record<TupleFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  jsonl: "application/jsonl; charset=utf-8",
  yaml: "application/yaml",
};

/** Names of the forms, for messages. */
export const FORMAT_NAMES: Readonly<Record<TupleFormat, string>> = {
  csv: "CSV",
  json: "JSON",
  jsonl: "JSONL",
  yaml: "YAML",
};

const FORMATS = new Map<string, TupleFormat>([
  ["text/csv", "csv"],
  // `fetch` says so of any text.
  ["text/plain", "csv"],
  ["application/json", "json"],
  ["application/jsonl", "jsonl"],
  ["application/x-ndjson", "jsonl"],
  ["application/yaml", "yaml"],
]);

/** Media types of requests with a file of tuples. */
export const FILE_TYPES: readonly string[] = [...FORMATS.keys()];

/** The form that a media type names, whatever its parameters; undefined for another media type. */
export function formatOfType(mediaType: string): TupleFormat | undefined {
  return FORMATS.get((mediaType.split(";")[0] ?? "").trim().toLowerCase());
}

/** The form of a file in R2. A file without a media type of ours is CSV: an operator's tool may have put it there. */
export function formatOfFile(mediaType: string | undefined): ReadFormat {
  const format = formatOfType(mediaType ?? "");
  return format === undefined || format === "yaml" ? "csv" : format;
}

/**
 * The file in a form that the graph reads: YAML is converted here, in slices, so that the graph's object doesn't load a parser
 * for it. Throws `invalid_tuple_file`.
 */
export async function readableFile({ pause }: Pausing, format: TupleFormat, text: string): Promise<TupleFile> {
  if (format !== "yaml") return { text, format };
  const report = (characters: number) => reportWork("yaml", characters * WORK.yamlCharacter);
  const json = await runInSlices(jsonOfYaml(text), SLICE_WORK / WORK.yamlCharacter, () => pause(0), report);
  return { text: json, format: "json" };
}
