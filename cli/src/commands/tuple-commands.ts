import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { usageError } from "../cli-error.ts";
import { procedureOrThrow } from "../contract/contract.ts";
import { fieldsOf } from "../contract/fields.ts";
import { addFormatOption, formatOf } from "../graph/tuple-format.ts";
import { type TupleInput, tuplesInFile } from "../graph/tuples-in-file.ts";
import { type Change, writeInParts } from "../graph/write-in-parts.ts";
import { printDryRun } from "./dry-run.ts";
import { addFieldOption } from "./field-options.ts";
import type { AddCommand } from "./nouns.ts";
import { readInput } from "./read-input.ts";
import type { Register, RunContext } from "./run-context.ts";
import { runProcedure } from "./run-procedure.ts";

const PATH = "authz.write";

export function addTupleCommands(at: AddCommand, register: Register): void {
  const procedure = procedureOrThrow(PATH);
  const write = tupleArguments(at("write"))
    .description("Writes a tuple, or those of a file.")
    .option("--condition <name>", "Condition under which the tuple is effective.")
    .option("--context <json>", "Values of the condition's parameters, as a JSON object.")
    .option("--expires-at <time>", "Expiry time. Defaults to no expiry.")
    .option("--input <file>", "The whole input of authz.write as JSON, from a file or - for stdin.");
  addFieldOption(write, reasonField());
  register(write, async (context, ...args) => {
    if (typeof context.options.input === "string") {
      const input = await readInput(procedure, { fields: fieldsOf(procedure), args: {} }, context);
      return await runProcedure(procedure, input, {}, context);
    }
    return await change("writes", await tuplesOf(args, context), context);
  });

  const remove = tupleArguments(at("delete")).description("Deletes a tuple, or those of a file.");
  addFieldOption(remove, reasonField());
  register(remove, async (context, ...args) => {
    const tuples = await tuplesOf(args, context);
    const keys = tuples.map(({ subject, relation, object }) => ({ subject, relation, object }));
    return await change("deletes", keys, context);
  });
}

function tupleArguments(command: Command): Command {
  addFormatOption(command);
  return command
    .argument("[subject]", "A subject: type:id, type:id#relation, or type:*.")
    .argument("[relation]", "A relation that the model defines for the object's type.")
    .argument("[object]", "An object: type:id.")
    .option("--file <file>", "Tuples as CSV, JSONL, JSON or YAML. Defaults to stdin if there are no arguments.")
    .option("--dry-run", "Print what would be sent, and send nothing.")
    .addHelpText(
      "after",
      `\nMore than 1,000 tuples are sent in several writes, each of them atomic.\n\nProcedure: ${PATH}`,
    );
}

function reasonField() {
  const reason = fieldsOf(procedureOrThrow(PATH)).find(({ name }) => name === "reason");
  if (reason === undefined) throw new Error(`${PATH} has no field reason.`);
  return reason;
}

async function tuplesOf(
  args: readonly (string | string[] | undefined)[],
  { options, io }: RunContext,
): Promise<TupleInput[]> {
  const [subject, relation, object] = args.map((arg) => (typeof arg === "string" ? arg : undefined));
  if (subject !== undefined) {
    if (relation === undefined || object === undefined) {
      throw usageError("A tuple has a subject, a relation and an object.", "Add what is missing, or pass a file.");
    }
    return [{ subject, relation, object, ...conditionOf(options), ...expiryOf(options) }];
  }
  const { file, format } = options;
  const path = typeof file === "string" && file !== "-" ? file : undefined;
  const text = path === undefined ? await io.readStdin() : readFileSync(path, "utf8");
  return tuplesInFile(text, formatOf(format, path));
}

function conditionOf({ condition: name, context }: RunContext["options"]): Pick<TupleInput, "condition"> {
  if (typeof name !== "string") return {};
  try {
    return { condition: { name, ...(typeof context === "string" && { context: JSON.parse(context) }) } };
  } catch {
    throw usageError("--context isn't JSON.", `Write an object, such as '{"network":"192.0.2.0/24"}'.`);
  }
}

function expiryOf({ expiresAt: text }: RunContext["options"]): Pick<TupleInput, "expiresAt"> {
  if (typeof text !== "string") return {};
  const expiresAt = new Date(text);
  if (!Number.isNaN(expiresAt.getTime())) return { expiresAt };
  throw usageError(`--expires-at ${text} isn't a time.`, "Write a time such as 2030-01-31T12:00:00Z.");
}

async function change(kind: Change["kind"], tuples: readonly TupleInput[], context: RunContext): Promise<undefined> {
  const { options, output, io } = context;
  const reason = typeof options.reason === "string" ? options.reason : undefined;
  if (options.dryRun === true) {
    printDryRun(PATH, { [kind]: tuples, ...(reason && { reason }) }, context);
    return;
  }
  output.result(await writeInParts({ kind, tuples, reason }, context.connect(), io));
}
