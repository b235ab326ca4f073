import { readFileSync } from "node:fs";
import { usageError } from "../cli-error.ts";
import type { Procedure } from "../contract/contract.ts";
import { withDates } from "../contract/dates.ts";
import type { Field } from "../contract/fields.ts";
import type { Io } from "../io.ts";
import { NULL_FLAG } from "./field-options.ts";
import type { RunContext } from "./run-context.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Where the fields of an input come from besides `--input`. */
export interface InputSources {
  /** Values of arguments, by field. */
  readonly args: Fields;
  readonly fields: readonly Field[];
}

/** Secrets that most users need although they are optional. */
const PROMPTED: readonly string[] = ["currentPassword"];

/**
 * The input of a call: `--input`, replaced field by field by flags and arguments. Missing secrets are prompted for. Undefined for a
 * procedure without input.
 */
export async function readInput(procedure: Procedure, sources: InputSources, context: RunContext): Promise<unknown> {
  if (procedure.input === null) return undefined;
  const { fields, args } = sources;
  const base = await readJson(context);
  const input: Record<string, unknown> = { ...base };
  for (const field of fields) {
    const { name, kind } = field;
    const flag = kind === "secret" || kind === "input" ? undefined : flagValue(field, context);
    const value = args[name] === undefined ? flag : args[name];
    if (value !== undefined) input[name] = value;
  }
  for (const field of fields) {
    const isPrompted = field.isRequired || (PROMPTED.includes(field.name) && context.io.prompts !== undefined);
    if (field.kind !== "secret" || !isPrompted || input[field.name] !== undefined) continue;
    const typed = await promptSecret(field, context.io);
    // A user without a password presses Enter.
    if (typed !== "" || field.isRequired) input[field.name] = typed;
  }
  const missing = fields.filter(({ isRequired, name }) => isRequired && input[name] === undefined);
  if (missing.length > 0) throw missingError(missing);
  return withDates(procedure.input, input);
}

function flagValue({ name, kind, flag }: Field, { options }: RunContext): unknown {
  // Pages are read by the loop over them.
  if (kind === "option" && name !== "tenant") return undefined;
  // As commander names them.
  const value = options[flag.replace(/-([a-z])/g, (_, initial: string) => initial.toUpperCase())];
  return value === NULL_FLAG ? null : value;
}

async function readJson({ options, io }: RunContext): Promise<Fields> {
  const { input: file } = options;
  if (typeof file !== "string") return {};
  const text = file === "-" ? await io.readStdin() : readFileSync(file, "utf8");
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below, like other JSON than an object.
  }
  throw usageError(
    `${file === "-" ? "Standard input" : file} isn't a JSON object.`,
    "Write the fields of the input as JSON.",
  );
}

async function promptSecret({ name }: Field, { prompts }: Io): Promise<string> {
  const value = await prompts?.password(name);
  if (value !== undefined) return value;
  throw usageError(
    `${name} is missing.`,
    `Pass {"${name}": …} as JSON in a file or on stdin with --input; no flag has secrets.`,
  );
}

function missingError(missing: readonly Field[]): Error {
  const flags = missing.map(({ flag, kind }) => (kind === "input" ? `${flag} (in --input)` : `--${flag}`));
  return usageError(`Missing: ${flags.join(", ")}.`, "Add it to the command, or see --help.");
}
