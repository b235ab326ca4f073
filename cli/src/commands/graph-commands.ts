import { accessSync, constants, openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { TUPLE_FORMATS } from "@cf-auth/engine";
import { procedureOrThrow } from "../contract/contract.ts";
import { fieldsOf } from "../contract/fields.ts";
import { exportTuples } from "../graph/export-tuples.ts";
import { type ImportOptions, importTuples } from "../graph/import-tuples.ts";
import { addFormatOption, formatOf } from "../graph/tuple-format.ts";
import { addFieldOption } from "./field-options.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

const IMPORT = procedureOrThrow("authz.graph.import");
const EXPORT = procedureOrThrow("authz.graph.export");

export function addGraphCommands(at: AddCommand, register: Register): void {
  const importing = at("import")
    .description("Imports tuples from CSV, JSONL, JSON or YAML. One bad row, and nothing changes.")
    .argument("<file>", "The file; - for stdin.");
  addFormatOption(importing);
  const isText = (name: string) => TUPLE_FORMATS.some((format) => format === name);
  for (const field of fieldsOf(IMPORT)) if (!isText(field.name)) addFieldOption(importing, field);
  importing
    .option("--dry-run", "Have the service report what would change, and change nothing.")
    .addHelpText("after", `\nFiles of more than 25,165,824 bytes go through R2.\n\nProcedure: ${IMPORT.path}`);
  register(importing, async (context, file) => {
    const { io, output, options } = context;
    const content = file === "-" ? new Blob([await io.readStdin()]) : await openFile(`${file}`);
    const format = formatOf(options.format, `${file}`);
    const result = await importTuples({ content, format }, importOptions(options), context.connect(), io);
    output.result(result);
    if (result.dryRun === true) output.message("Nothing was changed: this was a dry run.");
    return undefined;
  });

  const exporting = at("export")
    .description("Exports all tuples in canonical form as CSV, JSONL, JSON or YAML.")
    .argument("[file]", "Where to write the tuples. Defaults to stdout.")
    .addHelpText("after", `\nProcedure: ${EXPORT.path}`);
  addFormatOption(exporting);
  register(exporting, async (context, file) => {
    const { io, output, options } = context;
    const format = formatOf(options.format, typeof file === "string" ? file : undefined);
    const { pieces, tupleCount, revision } = await exportTuples(context.connect(), io, format);
    if (typeof file === "string") {
      await writeFile(file, pieces);
      output.message(`Exported ${tupleCount} tuples to ${file}, at revision ${revision}.`);
      if (output.isJson) output.result({ file, tupleCount, revision });
    } else if (output.isJson) {
      output.result({ [format]: (await Array.fromAsync(pieces)).join(""), tupleCount, revision });
    } else for await (const piece of pieces) output.data(piece);
    return undefined;
  });
}

/** The file, which is read when it is sent. Throws like other functions of `node:fs` if it can't be opened. */
async function openFile(path: string): Promise<Blob> {
  accessSync(path, constants.R_OK);
  return await openAsBlob(path);
}

function importOptions({ mode, ineffective, reason, dryRun }: RunContext["options"]): ImportOptions {
  // The flags accept only the contract's values.
  return { mode, ineffective, reason, ...(dryRun === true && { dryRun }) } as ImportOptions;
}
