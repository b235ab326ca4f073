import { type Command, InvalidArgumentError } from "commander";
import { ERRORS, isList, type Procedure, procedureOrThrow } from "../contract/contract.ts";
import { type Field, fieldsOf } from "../contract/fields.ts";
import { addFieldOption, parseFieldText } from "./field-options.ts";
import { DEFAULT_LIMIT } from "./pages.ts";
import type { ProcedureShape } from "./procedure-shape.ts";
import { readInput } from "./read-input.ts";
import type { Register } from "./run-context.ts";
import { runProcedure } from "./run-procedure.ts";

/** Fields that are arguments if they are required. */
const ID_FIELDS: readonly string[] = ["id", "slug", "ids"];

/** Makes a command of a procedure: its fields are flags and arguments, and `--help` lists its errors. */
export function addProcedure(command: Command, path: string, register: Register, shape: ProcedureShape = {}): void {
  const procedure = procedureOrThrow(path);
  const fields = fieldsOf(procedure);
  const args = argumentsOf(fields, shape);
  command.description(procedure.summary);
  for (const { flag, isList: isMany, description } of args) {
    command.argument(isMany ? `[${flag}...]` : `[${flag}]`, description || `The same as --${flag}.`);
  }
  for (const field of fields) addFieldOption(command, field);
  addCallOptions(command, procedure);
  shape.options?.(command);
  command.addHelpText("after", helpOf(procedure, fields));
  register(command, async (context, ...values) => {
    const input = await readInput(procedure, { fields, args: argumentValues(args, values) }, context);
    return await runProcedure(procedure, input, shape, context);
  });
}

function argumentsOf(fields: readonly Field[], { args }: ProcedureShape): Field[] {
  if (args === undefined) {
    return fields.filter(({ name, isRequired }) => isRequired && ID_FIELDS.includes(name)).slice(0, 1);
  }
  return args.map((name) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) throw new Error(`No field ${name} for an argument.`);
    return field;
  });
}

function argumentValues(args: readonly Field[], values: readonly (string | string[] | undefined)[]) {
  const entries = args.map((field, i) => {
    const value = values[i];
    if (value === undefined || value.length === 0) return [field.name, undefined];
    return [
      field.name,
      Array.isArray(value) ? value.map((one) => parseFieldText(field, one)) : parseFieldText(field, value),
    ];
  });
  return Object.fromEntries(entries);
}

function addCallOptions(command: Command, procedure: Procedure): void {
  if (procedure.input !== null) {
    command.option("--input <file>", "Input as JSON, from a file or - for stdin. Flags replace its fields.");
  }
  if (isList(procedure)) {
    command.option("--limit <number>", `Maximum number of items. Defaults to ${DEFAULT_LIMIT}.`, parseLimit);
    command.option("--all", "Read every page.");
    command.option("--cursor <value>", "nextCursor of an earlier list. Defaults to the first page.");
  }
  if (procedure.type === "mutation") {
    command.option("--dry-run", "Print what would be sent, and send nothing.");
    command.option("--idempotency-key <value>", "Calls with the same key within 24 hours change something once.");
  }
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It isn't a whole number above 0.");
  return Number(text);
}

/** What the flags don't say: fields of `--input`, the procedure's name and its errors. */
function helpOf({ path, errors }: Procedure, fields: readonly Field[]): string {
  const others = fields.filter(({ kind }) => kind === "input" || kind === "secret");
  const lines = [
    ...(others.length > 0 ? ["", "Fields of --input without a flag:", ...others.map(inputFieldHelp)] : []),
    ...(errors.length > 0 ? ["", "Errors:", ...errors.map((code) => `  ${code}: ${ERRORS[code]?.message ?? ""}`)] : []),
    "",
    `Procedure: ${path}`,
  ];
  return lines.join("\n");
}

function inputFieldHelp({ name, kind, isRequired, description }: Field): string {
  const notes = [isRequired && "Required.", kind === "secret" && "Secret.", description].filter(Boolean);
  return `  ${[name, ...notes].join("  ").trimEnd()}`;
}
