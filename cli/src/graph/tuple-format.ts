import { extname } from "node:path";
import { TUPLE_FORMATS, type TupleFormat } from "@cf-auth/engine";
import { type Command, Option } from "commander";

const EXTENSIONS: Readonly<Record<string, TupleFormat>> = {
  ".csv": "csv",
  ".json": "json",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".yaml": "yaml",
  ".yml": "yaml",
};

/** Adds the flag that names the form of a file of tuples. */
export function addFormatOption(command: Command): void {
  const help = "Form of the tuples. Defaults to the file's extension, or else csv.";
  command.addOption(new Option("--format <format>", help).choices(TUPLE_FORMATS));
}

/** The form of a file of tuples: the flag's, or that of the file's extension, or else CSV. */
export function formatOf(flag: unknown, file: string | undefined): TupleFormat {
  const named = TUPLE_FORMATS.find((format) => format === flag);
  return named ?? EXTENSIONS[extname(file ?? "").toLowerCase()] ?? "csv";
}
